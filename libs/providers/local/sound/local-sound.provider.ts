import { Injectable } from '@nestjs/common';
import { runInThread } from '#libs/media/threads';
import { SoundProvider, type AudioResult, type SoundRequest } from '../../ports/index.js';
import { SAMPLE_RATE, type FoleyTask } from './foley.js';

const WORKER = new URL('./foley.worker.js', import.meta.url);

/** Synthesises the effects: no samples, no licences. */
@Injectable()
export class LocalSoundProvider extends SoundProvider {
  override readonly name = 'local-foley';

  override async perform({ cues, durationSec, seed, signal }: SoundRequest): Promise<AudioResult> {
    const channels = await runInThread<FoleyTask, Float32Array[]>(
      WORKER,
      { cues, durationSec, seed },
      signal,
    );
    return {
      audio: { sampleRate: SAMPLE_RATE, channels },
      usage: [{ provider: this.name, model: 'synthesis', unit: 'seconds', quantity: Math.ceil(durationSec) }],
    };
  }
}
