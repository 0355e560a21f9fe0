import { Injectable } from '@nestjs/common';
import type { Usage } from '#libs/kernel';
import type { Capabilities } from '../cloud-operation.js';
import type { Finished } from '../media/media-operation.js';
import type { ClipDelivery, ClipOrder } from '../requests.js';
import { FILM_ASPECTS, FILM_SECONDS, filmInput, FILMS, filmSeconds, pricedFilm } from './models.js';
import { metric, type SeenPrediction } from './prediction.js';
import { ReplicateOperation } from './replicate-operation.js';

/** Films by models on Replicate. */
@Injectable()
export class ReplicateVideo extends ReplicateOperation<ClipOrder, ClipDelivery> {
  override readonly operation = 'video.generate';

  get capabilities(): Capabilities {
    const { quality } = FILMS[this.model];
    return {
      model: this.model,
      quality,
      seconds: FILM_SECONDS,
      aspects: FILM_ASPECTS,
      sees: false,
      languages: [],
    };
  }

  protected get model() {
    return this.config.REPLICATE_VIDEO_MODEL;
  }

  override billedAs(resolution: string) {
    return { provider: this.provider, model: pricedFilm(this.model, resolution) };
  }

  override atMost({ seconds, resolution }: ClipOrder): Usage[] {
    return this.seconds(this.model, filmSeconds(seconds), resolution);
  }

  protected override async input(order: ClipOrder): Promise<object> {
    return filmInput(order, order.image === null ? null : await this.pictureUrl(order.image));
  }

  protected override delivered(prediction: SeenPrediction): Usage[] {
    const { duration, resolution } = prediction.input;
    const ordered = typeof duration === 'number' ? filmSeconds(duration) : FILM_SECONDS.max;
    const seconds = Math.min(ordered, metric(prediction, 'video_output_duration_seconds', ordered));
    return this.seconds(this.modelOf(prediction, FILMS), seconds, resolution === '720p' ? '720p' : '1080p');
  }

  protected override finished(
    prediction: SeenPrediction,
    url: string,
    charged: Usage[],
  ): Finished<ClipDelivery> {
    return {
      source: { url, kind: 'video' },
      charged,
      result: ({ blob, seconds }, usage) => ({
        model: this.modelOf(prediction, FILMS),
        usage,
        clip: blob,
        seconds: seconds ?? 0,
      }),
    };
  }

  protected override mostOfAll(): Usage[] {
    return this.seconds(this.model, FILM_SECONDS.max, '1080p');
  }

  private seconds(model: string, quantity: number, resolution: string): Usage[] {
    return [{ provider: this.provider, model: pricedFilm(model, resolution), unit: 'seconds', quantity }];
  }
}
