import { Injectable } from '@nestjs/common';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GenerateContentResponse } from '@google/genai';
import type { Usage } from '#libs/kernel';
import {
  DefiniteFailure,
  type EffectProgress,
  type EffectTicket,
  type Reconciliation,
  type Submission,
} from '#libs/orchestration';
import type { BlobRef } from '#libs/storage';
import type { Capabilities } from '../cloud-operation.js';
import { keep } from '../media/download.js';
import { MediaOperation } from '../media/media-operation.js';
import { cutPrompt, nearestAspect, seedOf } from '../media/nearest.js';
import type { ImageDelivery, ImageOrder } from '../requests.js';
import { geminiClient } from './gemini-client.js';

const ASPECTS = ['16:9', '9:16', '1:1', '4:5', '5:4', '3:4', '4:3', '2:3', '3:2', '21:9'] as const;
const PROMPT_LENGTH = 8_000;
/** Bounds what it thinks and says beside the picture. */
const OUTPUT_TOKENS = 8_192;
/** What the request adds to the prompt, generously. */
const PROMPT_TOKENS = 100;

/** Pictures by Gemini's image models. The answer holds the picture itself; a lost answer can only be cleared up by a person. */
@Injectable()
export class GeminiImage extends MediaOperation<ImageOrder, ImageDelivery> {
  override readonly provider = 'gemini';
  override readonly operation = 'image.generate';
  override readonly reconciliation: Reconciliation = 'none';
  override readonly pollIntervalMs: number = 1_000;
  protected override readonly answerMs = 180_000;
  /** "If your request fails with a 400 or 500 error, you won't be charged" (ai.google.dev/gemini-api/docs/billing). */
  protected override readonly overloaded = [500, 503];

  get configured(): boolean {
    return this.config.GEMINI_API_KEY !== undefined;
  }

  get capabilities(): Capabilities {
    const model = this.config.GEMINI_IMAGE_MODEL;
    const quality = model === 'gemini-3-pro-image' ? 0.95 : 0.9;
    return { model, quality, seconds: null, aspects: ASPECTS, sees: false, languages: [] };
  }

  protected get baseUrl(): string {
    return this.config.geminiUrl;
  }

  /** A token of text is at least one byte. */
  override atMost({ prompt }: ImageOrder): Usage[] {
    const tokensIn = Buffer.byteLength(cutPrompt(prompt, PROMPT_LENGTH)) + PROMPT_TOKENS;
    return this.usage(this.config.GEMINI_IMAGE_MODEL, 1, tokensIn, OUTPUT_TOKENS);
  }

  override async submit(order: ImageOrder, ticket: EffectTicket): Promise<Submission<ImageDelivery>> {
    const model = this.config.GEMINI_IMAGE_MODEL;
    const answer = await this.ask(ticket, async (fetch) =>
      (await geminiClient(this.config, fetch)).models.generateContent({
        model,
        contents: cutPrompt(order.prompt, PROMPT_LENGTH),
        config: {
          responseModalities: ['IMAGE'],
          imageConfig: { aspectRatio: nearestAspect(order.aspect, ASPECTS) },
          maxOutputTokens: OUTPUT_TOKENS,
          seed: seedOf(order.seed),
        },
      }),
    );
    const image = await this.store(pictureIn(answer), ticket);
    const usage = this.counted(model, answer);
    return {
      externalId: answer.responseId ?? null,
      result: { model, usage, image },
      costMicros: this.charge(usage),
    };
  }

  /** Nothing of it goes on after the answer, which is gone once it was not kept. */
  override poll(): Promise<EffectProgress<ImageDelivery>> {
    return Promise.resolve(
      this.failed('keeps no pictures', this.usage(this.config.GEMINI_IMAGE_MODEL, 1, 0, 0)),
    );
  }

  private async store(base64: string, ticket: EffectTicket): Promise<BlobRef> {
    const folder = await mkdtemp(join(tmpdir(), 'aiprod-picture-'));
    try {
      const path = join(folder, 'picture');
      await writeFile(path, Buffer.from(base64, 'base64'));
      return (await keep(path, 'image', this.blobs, ticket.signal)).blob;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** The picture's own tokens are in its price. */
  private counted(model: string, { usageMetadata = {} }: GenerateContentResponse): Usage[] {
    const { promptTokenCount = 0, candidatesTokenCount = 0, thoughtsTokenCount = 0 } = usageMetadata;
    const picture = usageMetadata.candidatesTokensDetails?.find(({ modality }) => modality === 'IMAGE');
    const text = picture === undefined ? 0 : candidatesTokenCount - (picture.tokenCount ?? 0);
    return this.usage(model, 1, promptTokenCount, Math.max(0, text) + thoughtsTokenCount);
  }

  private usage(model: string, images: number, tokensIn: number, tokensOut: number): Usage[] {
    const { provider } = this;
    return [
      { provider, model, unit: 'images', quantity: images },
      { provider, model, unit: 'tokens_in', quantity: tokensIn },
      { provider, model, unit: 'tokens_out', quantity: tokensOut },
    ];
  }
}

/** @throws DefiniteFailure where it would not draw: no picture, no charge for one */
function pictureIn({ candidates, promptFeedback }: GenerateContentResponse): string {
  const data = candidates?.[0]?.content?.parts?.find(({ inlineData }) => inlineData?.data)?.inlineData?.data;
  if (data !== undefined) return data;
  const reason = String(promptFeedback?.blockReason ?? candidates?.[0]?.finishReason);
  const known = /^[A-Z_]+$/.test(reason) ? ` (${reason})` : '';
  throw new DefiniteFailure('provider.refused', `gemini has not made the picture${known}`, {
    retryable: false,
  });
}
