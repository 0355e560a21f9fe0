import { Injectable } from '@nestjs/common';
import { runInThread } from '#libs/media/threads';
import { SoundProvider, type SoundRequest, type SoundResult } from '../../ports/index.js';
import type { FoleyTask } from './foley.worker.js';

const WORKER = new URL('./foley.worker.js', import.meta.url);

/** Synthesises the effects: no samples, no licences. */
@Injectable()
export class LocalSoundProvider extends SoundProvider {
  override readonly name = 'local-foley';

  override async perform({
    cues,
    durationSec,
    seed,
    outputPath,
    signal,
  }: SoundRequest): Promise<SoundResult> {
    const performance = { cues, durationSec, seed };
    await runInThread<FoleyTask, void>(WORKER, { performance, path: outputPath }, signal);
    return {
      usage: [{ provider: this.name, model: 'synthesis', unit: 'seconds', quantity: Math.ceil(durationSec) }],
    };
  }
}
