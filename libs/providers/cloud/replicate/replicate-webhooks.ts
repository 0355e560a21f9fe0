import { Injectable } from '@nestjs/common';
import type { EffectReport } from '#libs/orchestration';
import { MediaCloudConfig } from '../media.config.js';
import { ReplicateImage } from './replicate-image.js';
import { ReplicateMusic } from './replicate-music.js';
import type { ReplicateOperation } from './replicate-operation.js';
import { ReplicateVideo } from './replicate-video.js';
import { readWebhook, type WebhookNews, type WebhookRequest } from './webhook.js';

const DOWNLOAD_MS = 60_000;

/** Turns Replicate's webhooks into reports for the journal. */
@Injectable()
export class ReplicateWebhooks {
  constructor(
    private readonly config: MediaCloudConfig,
    private readonly video: ReplicateVideo,
    private readonly image: ReplicateImage,
    private readonly music: ReplicateMusic,
  ) {}

  /** Null for a webhook that is not genuine: it is to be refused, and nothing of it may be shown. */
  read(request: WebhookRequest, now: number): WebhookNews | null {
    const secret = this.config.REPLICATE_WEBHOOK_SECRET;
    return secret === undefined ? null : readWebhook(request, secret, now);
  }

  /**
   * What the journal is to be told; the result has been fetched. Null where there is nothing to tell yet: the provider is to send
   * the webhook again, which it does for anything but a 2xx.
   */
  async report({ effectId, operation, prediction }: WebhookNews): Promise<EffectReport | null> {
    const bought = [this.video, this.image, this.music].find((one) => one.operation === operation) as
      Pick<ReplicateOperation<never, never>, 'progressOf'> | undefined;
    const progress = await bought?.progressOf(prediction, AbortSignal.timeout(DOWNLOAD_MS));
    if (progress === undefined || progress.status === 'running') return null;
    const { status, costMicros } = progress;
    const told = { effectId, externalId: prediction.id, costMicros };
    return status === 'done' ? { ...told, status, result: progress.result } : { ...told, status };
  }
}
