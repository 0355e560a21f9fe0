import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PriceBook } from '#libs/costs';
import type { Usage } from '#libs/kernel';
import type { EffectProgress, EffectTicket, Submission } from '#libs/orchestration';
import { BlobStore } from '#libs/storage';
import { beforeSending, unfit } from '../before-sending.js';
import { CloudOperation, type Capabilities } from '../cloud-operation.js';
import { CloudConfig } from '../cloud.config.js';
import type { ImageDelivery, ImageOrder } from '../requests.js';
import { OpenAiConnection } from './openai-connection.js';
import { limitsOf, type Limits } from '../limits.js';

/** Sides that it takes: divisible by 16. */
const SIZES: Record<string, string> = {
  '16:9': '1536x864',
  '9:16': '864x1536',
  '1:1': '1024x1024',
  '4:5': '1024x1280',
};
/** In medium quality a picture of these sizes takes some 500 tokens; in the highest of all it takes some 9,000. */
const MAX_TOKENS_OUT = 10_000;
const OVERHEAD_TOKENS = 200;
const MAX_CHARACTERS = 32_000;

/** Pictures by OpenAI, billed by the tokens of the prompt and of the picture. */
@Injectable()
export class OpenAiImage extends CloudOperation<ImageOrder, ImageDelivery> implements OnModuleInit {
  override readonly provider = 'openai';
  override readonly operation = 'image.generate';
  /** It does not find a picture again that was lost. */
  override readonly reconciliation = 'none';
  override readonly pollIntervalMs = 1_000;
  override readonly limits: Limits;
  override readonly capabilities: Capabilities;
  override readonly configured: boolean;
  private readonly connection: OpenAiConnection;

  constructor(prices: PriceBook, config: CloudConfig, blobs: BlobStore) {
    super(prices, config, blobs);
    this.connection = new OpenAiConnection(config);
    this.configured = this.connection.configured && !this.connection.ours;
    this.limits = limitsOf(config);
    const model = config.OPENAI_IMAGE_MODEL;
    const aspects = Object.keys(SIZES);
    this.capabilities = { model, quality: 0.9, seconds: null, aspects, sees: false, languages: [] };
  }

  /** Loading an SDK can take seconds, in which a stage would lose its lease: it is done before the first one. */
  async onModuleInit(): Promise<void> {
    if (this.configured) await this.load();
  }

  override async load(): Promise<void> {
    await this.connection.open();
  }

  override atMost({ prompt }: ImageOrder): Usage[] {
    return this.usage(Buffer.byteLength(prompt) + OVERHEAD_TOKENS, MAX_TOKENS_OUT);
  }

  override async submit(
    { prompt, aspect }: ImageOrder,
    ticket: EffectTicket,
  ): Promise<Submission<ImageDelivery>> {
    const { client, size } = await beforeSending(this.provider, () => this.prepare(prompt, aspect));
    ticket.assertHeld();
    const { model } = this.capabilities;
    const { data, usage } = await client.images
      .generate(
        { model, prompt, size, n: 1, quality: 'medium', output_format: 'png' },
        { signal: ticket.signal },
      )
      .catch((error: unknown) => {
        throw this.connection.failureOf(error);
      });
    const base64 = data?.[0]?.b64_json;
    if (base64 === undefined || usage === undefined) throw new Error('openai has answered without a picture');
    const used = this.usage(usage.input_tokens, usage.output_tokens);
    const image = await this.blobs.putBytes(Buffer.from(base64, 'base64'), 'image/png');
    return { externalId: null, result: { model, usage: used, image }, costMicros: this.charge(used) };
  }

  override poll(): Promise<EffectProgress<ImageDelivery>> {
    throw new TypeError('openai paints at once: there is nothing to poll');
  }

  private async prepare(prompt: string, aspect: string) {
    const size = SIZES[aspect];
    if (size === undefined) throw unfit(`it has no size for the aspect ratio ${aspect}`);
    if (prompt.length > MAX_CHARACTERS) throw unfit('the prompt is too long');
    return { client: await this.connection.open(), size };
  }

  private usage(tokensIn: number, tokensOut: number): Usage[] {
    const of = { provider: this.provider, model: this.capabilities.model };
    return [
      { ...of, unit: 'tokens_in', quantity: tokensIn },
      { ...of, unit: 'tokens_out', quantity: tokensOut },
    ];
  }
}
