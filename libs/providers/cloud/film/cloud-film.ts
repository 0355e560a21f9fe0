import { AppError } from '#libs/kernel';
import type { PaidOperation, Performed } from '#libs/orchestration';
import type { BlobStore } from '#libs/storage';
import { VideoProvider, type ClipRequest, type ClipResult } from '../../ports/index.js';
import type { CloudOperation } from '../cloud-operation.js';
import { nearestAspect } from '../media/nearest.js';
import type { ClipDelivery, ClipOrder } from '../requests.js';
import type { Purchases } from '../shared-purchases.js';
import { reasonToFallBack } from './falls-back.js';
import { fitClip, reachOf } from './fit-clip.js';

export type ClipSource = CloudOperation<ClipOrder, ClipDelivery>;

/** Names the purchase in its stage. */
const KEY = 'clip';
const ASPECTS = ['16:9', '9:16', '1:1', '4:5'] as const;
/** We draw the captions ourselves, where they can be read. */
const NO_WRITING = 'No written words, subtitles, logos or watermarks in the picture.';
/** How much of the work is done once the clip is there. */
const BOUGHT = 0.6;

/**
 * Films of one stage by providers in the cloud, made to fit between those drawn on this machine. Where all of them refuse, or none
 * may be paid, this machine draws, and the result says so.
 */
export class CloudFilm extends VideoProvider {
  override readonly name = 'cloud-film';

  /** @param sources asked in this order */
  constructor(
    private readonly purchases: Purchases,
    private readonly sources: readonly ClipSource[],
    private readonly local: VideoProvider,
    private readonly blobs: BlobStore,
  ) {
    super();
  }

  /** @throws AppError `effect.ambiguous` where a clip may have been paid for and can't be found */
  override async render(request: ClipRequest): Promise<ClipResult> {
    const order = orderFor(request);
    const bought = await this.buy(order);
    if (typeof bought === 'string') return this.draw(request, bought);
    const { clip, seconds, model, usage } = bought.result;
    if (reachOf(seconds) < order.seconds) return this.draw(request, `${bought.provider}’s clip is too short`);
    const onProgress = (fraction: number) => request.onProgress(BOUGHT + (1 - BOUGHT) * fraction);
    try {
      onProgress(0);
      await fitClip(await this.blobs.localPath(clip), seconds, { ...request, onProgress });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'video.render_failed') throw error;
      return this.draw(request, `${bought.provider}’s clip can’t be used`);
    }
    return { usage, by: `${bought.provider}/${model}`, downgraded: null };
  }

  /** @returns a sentence instead, where there is nothing to be bought */
  private async buy(order: ClipOrder): Promise<Performed<ClipDelivery> | string> {
    const [first, ...fallbacks] = this.sources.filter(
      ({ configured, capabilities: { seconds } }) =>
        configured && (seconds === null || reachOf(seconds.max) >= order.seconds),
    );
    if (first === undefined) return 'No provider is set up that makes clips this long';
    try {
      const others = fallbacks as unknown as PaidOperation[];
      return await this.purchases.perform(first, order, { key: KEY, fallbacks: others });
    } catch (error) {
      const reason = reasonToFallBack(error);
      if (reason === null) throw error;
      return reason;
    }
  }

  private async draw(request: ClipRequest, downgraded: string): Promise<ClipResult> {
    return { ...(await this.local.render(request)), downgraded };
  }
}

/** The same for the same request, so that a stage that runs again asks for what it has asked for before. */
function orderFor({ prompt, format: { width, height, fps }, frames, seed }: ClipRequest): ClipOrder {
  return {
    prompt: `${prompt.trim().replace(/[.!]*$/, '.')} ${NO_WRITING}`,
    aspect: nearestAspect(`${width}:${height}`, ASPECTS),
    resolution: Math.min(width, height) > 720 ? '1080p' : '720p',
    seconds: Math.ceil((frames / fps) * 1_000) / 1_000,
    image: null,
    seed,
  };
}
