import type Anthropic from '@anthropic-ai/sdk';
import type { jsonSchemaOutputFormat } from '@anthropic-ai/sdk/helpers/json-schema';
import { Injectable } from '@nestjs/common';
import { PriceBook } from '#libs/costs';
import { BlobStore } from '#libs/storage';
import type { Capabilities } from '../cloud-operation.js';
import { CloudConfig } from '../cloud.config.js';
import { ANSWER_MAX_BYTES, providerFetch } from '../provider-fetch.js';
import { errorName, retryAfterMs, sortFailure } from '../refusals.js';
import type { TextAnswer } from '../requests.js';
import type { Prompt } from '../text/prompt.js';
import { TextGeneration, type ModelReply, type Send } from '../text/text-generation.js';

/** "overloaded_error": the request was not begun. */
const OVERLOADED = [529];
const SPENT = new Set(['enforced_spend_limit_reached', 'contract_spend_limit_reached']);
/** These do not know how much effort to make. */
const WITHOUT_EFFORT = /-4-5\b/;

/** Claude, by the Messages API with structured outputs. */
@Injectable()
export class AnthropicText extends TextGeneration {
  override readonly provider = 'anthropic';
  override readonly capabilities: Capabilities;
  override readonly configured: boolean;
  /** Pictures are scaled down to 4,784 tokens at most. */
  protected override readonly tokensPerImage = 4_784;
  private sdk: { client: Anthropic; formatOf: typeof jsonSchemaOutputFormat } | undefined;

  constructor(prices: PriceBook, config: CloudConfig, blobs: BlobStore) {
    super(prices, config, blobs);
    this.configured = config.ANTHROPIC_API_KEY !== undefined;
    const model = config.ANTHROPIC_MODEL;
    this.capabilities = { model, quality: 0.95, seconds: null, aspects: [], sees: true, languages: [] };
  }

  protected override async call(prompt: Prompt): Promise<Send> {
    const { client, formatOf } = await this.connect();
    const body = this.body(prompt, formatOf(prompt.schema as { type: 'object' }));
    return async (signal) => replyOf(await client.messages.create(body, { signal }));
  }

  protected override async connect(): Promise<NonNullable<typeof this.sdk>> {
    if (this.sdk !== undefined) return this.sdk;
    const { default: Client } = await import('@anthropic-ai/sdk');
    const { jsonSchemaOutputFormat: formatOf } = await import('@anthropic-ai/sdk/helpers/json-schema');
    const silenceMs = this.config.CLOUD_TIMEOUT_SECONDS * 1_000;
    const client = new Client({
      apiKey: this.config.ANTHROPIC_API_KEY as string,
      baseURL: this.config.ANTHROPIC_BASE_URL,
      maxRetries: 0,
      timeout: silenceMs,
      fetch: providerFetch({ connections: this.limits.concurrency, silenceMs, maxBytes: ANSWER_MAX_BYTES }),
      // Neither prompts nor answers belong into logs or traces.
      logLevel: 'off',
      openTelemetry: false,
    });
    return (this.sdk = { client, formatOf });
  }

  private body(
    prompt: Prompt,
    { type, schema }: Anthropic.JSONOutputFormat,
  ): Anthropic.MessageCreateParamsNonStreaming {
    const { model } = this.capabilities;
    const images = prompt.images.map(({ mediaType, base64 }) => ({
      type: 'image' as const,
      source: { type: 'base64' as const, media_type: mediaType, data: base64 },
    }));
    return {
      model,
      max_tokens: prompt.maxOutputTokens,
      system: prompt.system,
      messages: [{ role: 'user', content: [...images, { type: 'text', text: prompt.user }] }],
      output_config: { format: { type, schema }, ...(WITHOUT_EFFORT.test(model) ? {} : { effort: 'low' }) },
    };
  }

  protected override failureOf(error: unknown): unknown {
    const { status, type, errorCode, headers } = error as Partial<InstanceType<typeof Anthropic.APIError>>;
    const answer = {
      // A spending limit looks like a limit of the rate, but waiting does not help.
      status: SPENT.has(errorCode ?? '') ? 402 : (status ?? undefined),
      type: errorName(errorCode) ?? errorName(type),
      retryAfterMs: retryAfterMs(headers?.get('retry-after')),
      cause: error,
    };
    return sortFailure(this.provider, answer, OVERLOADED);
  }
}

function replyOf({ id, model, content, stop_reason, usage }: Anthropic.Message): ModelReply {
  return {
    id,
    model,
    text: content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    ended: endOf(stop_reason),
    tokensIn:
      usage.input_tokens + (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0),
    tokensOut: usage.output_tokens,
  };
}

const endOf = (reason: Anthropic.StopReason | null): TextAnswer['ended'] => {
  if (reason === 'refusal') return 'refused';
  return reason === 'max_tokens' || reason === 'model_context_window_exceeded' ? 'too_long' : 'complete';
};
