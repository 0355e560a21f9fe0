import { Injectable } from '@nestjs/common';
import type { GenerateVideosResponse } from '@google/genai';
import type { Usage } from '#libs/kernel';
import type { EffectProgress, EffectTicket, Reconciliation, Submission } from '#libs/orchestration';
import type { Capabilities } from '../cloud-operation.js';
import { GEMINI_KEY_HEADER, geminiClient } from '../gemini/gemini-client.js';
import { MediaOperation, type Finished } from '../media/media-operation.js';
import { cutPrompt, nearestAspect, nearestLength } from '../media/nearest.js';
import type { ClipDelivery, ClipOrder } from '../requests.js';

const LENGTHS = [4, 6, 8] as const;
const LONGEST = 8;
const ASPECTS = ['16:9', '9:16'] as const;
/** About 1,024 tokens, which is what it reads. */
const PROMPT_LENGTH = 4_000;
const HOST = 'generativelanguage.googleapis.com';
/** `models/<model>/operations/<id>`. */
const NAME = /^models\/([\w.-]+)\/operations\/[\w-]+$/;

/**
 * Films by Veo on the Gemini API. It takes no reference of ours and lists no operations, so that a lost answer can only be cleared
 * up by a person. A film that its safety filter holds back is not charged.
 */
@Injectable()
export class VeoVideo extends MediaOperation<ClipOrder, ClipDelivery> {
  override readonly provider = 'veo';
  override readonly operation = 'video.generate';
  override readonly reconciliation: Reconciliation = 'none';
  /** As its guide polls. */
  override readonly pollIntervalMs: number = 10_000;
  /** `UNAVAILABLE`. */
  protected override readonly overloaded = [503];

  get configured(): boolean {
    return this.config.GEMINI_API_KEY !== undefined;
  }

  get capabilities(): Capabilities {
    return {
      model: this.config.VEO_MODEL,
      quality: this.config.VEO_MODEL === 'veo-3.1-generate-preview' ? 0.95 : 0.9,
      seconds: { min: LENGTHS[0], max: LONGEST },
      aspects: ASPECTS,
      sees: false,
      languages: [],
    };
  }

  protected get baseUrl(): string {
    return this.config.geminiUrl;
  }

  override atMost(order: ClipOrder): Usage[] {
    return [this.seconds(this.config.VEO_MODEL, lengthOf(order))];
  }

  override async submit(order: ClipOrder, ticket: EffectTicket): Promise<Submission<ClipDelivery>> {
    const begun = await this.ask(ticket, async (fetch) => this.begin(await this.requestFor(order), fetch));
    if (typeof begun.name !== 'string' || !NAME.test(begun.name))
      throw new Error('veo has named no operation');
    return { externalId: begun.name };
  }

  override async poll(externalId: string, ticket: EffectTicket): Promise<EffectProgress<ClipDelivery>> {
    const model = NAME.exec(externalId)?.[1] ?? this.config.VEO_MODEL;
    const now = await this.askAbout(ticket, async (fetch) => {
      const { GenerateVideosOperation } = await import('@google/genai');
      const operation = Object.assign(new GenerateVideosOperation(), { name: externalId });
      return (await geminiClient(this.config, fetch)).operations.getVideosOperation({ operation });
    });
    if (now === null) return this.failed('does not know the film any more', [this.seconds(model, LONGEST)]);
    if (now.done !== true) return { status: 'running' };
    if (now.error !== undefined) return this.failed(`could not make the film${codeOf(now.error)}`, []);
    const url = now.response?.generatedVideos?.[0]?.video?.uri;
    if (url === undefined) return this.failed(whyNone(now.response), []);
    return this.collect(externalId, this.finished(url, model), ticket.signal);
  }

  private async requestFor(order: ClipOrder): Promise<object> {
    const image = order.image && {
      bytesBase64Encoded: (await this.pictureBytes(order.image)).toString('base64'),
      mimeType: order.image.mediaType,
    };
    return {
      instances: [{ prompt: cutPrompt(order.prompt, PROMPT_LENGTH), ...(image && { image }) }],
      parameters: {
        aspectRatio: nearestAspect(order.aspect, ASPECTS),
        resolution: order.resolution,
        durationSeconds: lengthOf(order),
      },
    };
  }

  /** By the API's own address: the SDK begins films on Google Cloud only, and looks after those of the Gemini API. */
  private async begin(request: object, fetch: typeof globalThis.fetch): Promise<{ name?: unknown }> {
    const base = this.baseUrl.replace(/\/+$/, '');
    const url = `${base}/v1beta/models/${this.config.VEO_MODEL}:predictLongRunning`;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [GEMINI_KEY_HEADER]: this.config.GEMINI_API_KEY ?? '' },
      body: JSON.stringify(request),
    });
    if (!response.ok) throw new Error(`veo has answered with ${response.status}`);
    return (await response.json()) as { name?: unknown };
  }

  private finished(url: string, model: string): Finished<ClipDelivery> {
    const key = { header: GEMINI_KEY_HEADER, value: this.config.GEMINI_API_KEY ?? '', hosts: [HOST] };
    return {
      source: { url, kind: 'video', key },
      // The operation does not tell its length, so what never comes counts as the longest.
      charged: [this.seconds(model, LONGEST)],
      measured: ({ seconds }) => [this.seconds(model, paidSeconds(seconds))],
      result: ({ blob, seconds }, usage) => ({ model, usage, clip: blob, seconds: seconds ?? 0 }),
    };
  }

  private seconds(model: string, quantity: number): Usage {
    return { provider: this.provider, model, unit: 'seconds', quantity };
  }
}

/** 1080 lines are made in films of eight seconds only. */
const lengthOf = ({ seconds, resolution }: ClipOrder): number =>
  resolution === '1080p' ? LONGEST : nearestLength(seconds, LENGTHS);

/** The length that was ordered, by the file's, which may be a frame off. */
const paidSeconds = (seconds: number | null): number => nearestLength((seconds ?? LONGEST) - 0.25, LENGTHS);

const whyNone = (response: GenerateVideosResponse | undefined): string =>
  (response?.raiMediaFilteredCount ?? 0) > 0
    ? 'has held the film back for safety'
    : 'has finished without a film';

/** The number of a google.rpc.Status; its text may repeat the prompt. */
const codeOf = ({ code }: Record<string, unknown>): string => (typeof code === 'number' ? ` (${code})` : '');
