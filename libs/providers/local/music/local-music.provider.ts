import { Injectable } from '@nestjs/common';
import { runInThread } from '#libs/media/threads';
import { MusicProvider, type MusicRequest, type MusicResult } from '../../ports/index.js';
import { compose } from './composition.js';
import type { ComposerTask } from './composer.worker.js';

const WORKER = new URL('./composer.worker.js', import.meta.url);

/** Composes by rules and plays on synthesised instruments: royalty-free, without a network, the same for the same seed. */
@Injectable()
export class LocalMusicProvider extends MusicProvider {
  override readonly name = 'local-composer';

  override async compose({ signal, outputPath, ...request }: MusicRequest): Promise<MusicResult> {
    await runInThread<ComposerTask, void>(WORKER, { score: compose(request), path: outputPath }, signal);
    return {
      usage: [
        {
          provider: this.name,
          model: request.mood,
          unit: 'seconds',
          quantity: Math.ceil(request.durationSec),
        },
      ],
      by: this.name,
      downgraded: null,
    };
  }
}
