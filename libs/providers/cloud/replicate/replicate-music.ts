import { Injectable } from '@nestjs/common';
import type { Usage } from '#libs/kernel';
import type { Capabilities } from '../cloud-operation.js';
import type { Finished } from '../media/media-operation.js';
import type { MusicDelivery, MusicOrder } from '../requests.js';
import { MUSIC_SECONDS, musicInput } from './models.js';
import type { SeenPrediction } from './prediction.js';
import { ReplicateOperation } from './replicate-operation.js';

/** Music by models on Replicate. */
@Injectable()
export class ReplicateMusic extends ReplicateOperation<MusicOrder, MusicDelivery> {
  override readonly operation = 'music.compose';

  get capabilities(): Capabilities {
    const seconds = { min: MUSIC_SECONDS, max: MUSIC_SECONDS };
    return { model: this.model, quality: 0.85, seconds, aspects: [], sees: false, languages: [] };
  }

  protected get model() {
    return this.config.REPLICATE_MUSIC_MODEL;
  }

  override atMost(): Usage[] {
    return [{ provider: this.provider, model: this.model, unit: 'seconds', quantity: MUSIC_SECONDS }];
  }

  protected override input(order: MusicOrder): Promise<object> {
    return Promise.resolve(musicInput(order));
  }

  /** Every piece is as long as every other. */
  protected override delivered(): Usage[] {
    return this.atMost();
  }

  protected override finished(_: SeenPrediction, url: string, charged: Usage[]): Finished<MusicDelivery> {
    return {
      source: { url, kind: 'audio' },
      charged,
      result: ({ blob }, usage) => ({ model: this.model, usage, audio: blob }),
    };
  }

  protected override mostOfAll(): Usage[] {
    return this.atMost();
  }
}
