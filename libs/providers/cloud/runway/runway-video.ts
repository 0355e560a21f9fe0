import { Injectable } from '@nestjs/common';
import type { Usage } from '#libs/kernel';
import type { EffectTicket, Submission } from '#libs/orchestration';
import type { Capabilities } from '../cloud-operation.js';
import { named, type Finished } from '../media/media-operation.js';
import { cutPrompt, seedOf } from '../media/nearest.js';
import type { ClipDelivery, ClipOrder } from '../requests.js';
import { aspectsOf, filmParameters, FILMS, filmSeconds } from './models.js';
import { RunwayOperation } from './runway-operation.js';
import { PROMPT_LENGTH, runwayClient } from './tasks.js';

/** Films by Runway, from words or from a picture. */
@Injectable()
export class RunwayVideo extends RunwayOperation<ClipOrder, ClipDelivery> {
  override readonly operation = 'video.generate';

  get capabilities(): Capabilities {
    const { quality, seconds, sizes } = FILMS[this.model];
    const aspects = aspectsOf(sizes['720p']);
    return { model: this.model, quality, seconds, aspects, sees: false, languages: [] };
  }

  protected get model() {
    return this.config.RUNWAY_VIDEO_MODEL;
  }

  override atMost({ seconds }: ClipOrder): Usage[] {
    return this.seconds(filmSeconds(this.model, seconds));
  }

  override async submit(order: ClipOrder, ticket: EffectTicket): Promise<Submission<ClipDelivery>> {
    const common = {
      ...filmParameters(this.model, order),
      promptText: cutPrompt(order.prompt, PROMPT_LENGTH),
      seed: seedOf(order.seed),
    };
    const { id } = await this.ask(ticket, async (fetch) => {
      const client = await runwayClient(this.config, fetch);
      if (order.image === null)
        return client.textToVideo.create({ ...common, ratio: common.ratio as '1280:720' });
      return client.imageToVideo.create({ ...common, promptImage: await this.pictureUrl(order.image) });
    });
    return { externalId: named(this.provider, id) };
  }

  protected override finished(_: unknown, url: string, charged: Usage[]): Finished<ClipDelivery> {
    return {
      source: { url, kind: 'video' },
      charged,
      result: ({ blob, seconds }, usage) => ({ model: this.model, usage, clip: blob, seconds: seconds ?? 0 }),
    };
  }

  protected override mostOfAll(): Usage[] {
    return this.seconds(FILMS[this.model].seconds.max);
  }

  private seconds(quantity: number): Usage[] {
    return [{ provider: this.provider, model: this.model, unit: 'seconds', quantity }];
  }
}
