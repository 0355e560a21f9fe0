import { Injectable } from '@nestjs/common';
import type { Usage } from '#libs/kernel';
import type { Capabilities } from '../cloud-operation.js';
import type { Finished } from '../media/media-operation.js';
import type { ImageDelivery, ImageOrder } from '../requests.js';
import { PICTURE_ASPECTS, pictureInput, PICTURES } from './models.js';
import type { SeenPrediction } from './prediction.js';
import { ReplicateOperation } from './replicate-operation.js';

/** Pictures by models on Replicate. */
@Injectable()
export class ReplicateImage extends ReplicateOperation<ImageOrder, ImageDelivery> {
  override readonly operation = 'image.generate';

  get capabilities(): Capabilities {
    const { quality } = PICTURES[this.model];
    return {
      model: this.model,
      quality,
      seconds: null,
      aspects: PICTURE_ASPECTS,
      sees: false,
      languages: [],
    };
  }

  protected get model() {
    return this.config.REPLICATE_IMAGE_MODEL;
  }

  override atMost(): Usage[] {
    return this.picture(this.model);
  }

  protected override input(order: ImageOrder): Promise<object> {
    return Promise.resolve(pictureInput(order));
  }

  /** One is asked for, and one comes. */
  protected override delivered(prediction: SeenPrediction): Usage[] {
    return this.picture(this.modelOf(prediction, PICTURES));
  }

  protected override finished(
    prediction: SeenPrediction,
    url: string,
    charged: Usage[],
  ): Finished<ImageDelivery> {
    return {
      source: { url, kind: 'image' },
      charged,
      result: ({ blob }, usage) => ({ model: this.modelOf(prediction, PICTURES), usage, image: blob }),
    };
  }

  protected override mostOfAll(): Usage[] {
    return this.atMost();
  }

  private picture(model: string): Usage[] {
    return [{ provider: this.provider, model, unit: 'images', quantity: 1 }];
  }
}
