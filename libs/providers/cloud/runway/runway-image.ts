import { Injectable } from '@nestjs/common';
import type { Usage } from '#libs/kernel';
import type { EffectTicket, Submission } from '#libs/orchestration';
import type { Capabilities } from '../cloud-operation.js';
import { named, type Finished } from '../media/media-operation.js';
import { cutPrompt, seedOf } from '../media/nearest.js';
import type { ImageDelivery, ImageOrder } from '../requests.js';
import { aspectsOf, pictureParameters, PICTURES } from './models.js';
import { RunwayOperation } from './runway-operation.js';
import { PROMPT_LENGTH, runwayClient } from './tasks.js';

/** Pictures by Runway. */
@Injectable()
export class RunwayImage extends RunwayOperation<ImageOrder, ImageDelivery> {
  override readonly operation = 'image.generate';

  get capabilities(): Capabilities {
    const { quality, sizes } = PICTURES[this.model];
    return {
      model: this.model,
      quality,
      seconds: null,
      aspects: aspectsOf(sizes),
      sees: false,
      languages: [],
    };
  }

  protected get model() {
    return this.config.RUNWAY_IMAGE_MODEL;
  }

  override atMost(): Usage[] {
    return [{ provider: this.provider, model: this.model, unit: 'images', quantity: 1 }];
  }

  override async submit(order: ImageOrder, ticket: EffectTicket): Promise<Submission<ImageDelivery>> {
    const { id } = await this.ask(ticket, async (fetch) =>
      (await runwayClient(this.config, fetch)).textToImage.create({
        ...pictureParameters(this.model, order.aspect),
        promptText: cutPrompt(order.prompt, PROMPT_LENGTH),
        // Gemini's pictures take none.
        ...(this.model === 'gen4_image' && { seed: seedOf(order.seed) }),
      }),
    );
    return { externalId: named(this.provider, id) };
  }

  protected override finished(_: unknown, url: string, charged: Usage[]): Finished<ImageDelivery> {
    return {
      source: { url, kind: 'image' },
      charged,
      result: ({ blob }, usage) => ({ model: this.model, usage, image: blob }),
    };
  }

  protected override mostOfAll(): Usage[] {
    return this.atMost();
  }
}
