import { Injectable } from '@nestjs/common';
import type OpenAI from 'openai';
import { PriceBook } from '#libs/costs';
import { BlobStore } from '#libs/storage';
import type { Capabilities } from '../cloud-operation.js';
import { CloudConfig } from '../cloud.config.js';
import type { TextAnswer } from '../requests.js';
import type { Prompt } from '../text/prompt.js';
import { inDialect, isClosed } from '../text/schema-dialect.js';
import { TextGeneration, type ModelReply, type Send } from '../text/text-generation.js';
import { OpenAiConnection } from './openai-connection.js';

/** Keywords of strict structured outputs. */
const STRICT = new Set(
  'type properties required additionalProperties items enum const anyOf $defs $ref description title minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems pattern'.split(
    ' ',
  ),
);
/** Models that know how much to reason, and that charge for writing their cache unless told not to write it. */
const REASONING = /^gpt-(5\.[6-9]|[6-9])/;

/** OpenAI's models by Chat Completions with a JSON schema; Ollama, vLLM and others speak it too. */
@Injectable()
export class OpenAiText extends TextGeneration {
  override readonly provider = 'openai';
  override readonly capabilities: Capabilities;
  override readonly configured: boolean;
  /** A picture in high detail is at most 2,500 patches, and a patch less than four tokens. */
  protected override readonly tokensPerImage = 10_000;
  private readonly connection: OpenAiConnection;

  constructor(prices: PriceBook, config: CloudConfig, blobs: BlobStore) {
    super(prices, config, blobs);
    this.connection = new OpenAiConnection(config);
    this.configured = this.connection.configured;
    const model = config.OPENAI_MODEL;
    const { ours } = this.connection;
    this.capabilities = {
      model,
      quality: ours ? 0.75 : 0.9,
      seconds: null,
      aspects: [],
      // Not every model that people run themselves can.
      sees: !ours,
      languages: [],
    };
  }

  protected override get pricedAs(): string {
    return this.connection.pricedAs;
  }

  protected override connect(): Promise<OpenAI> {
    return this.connection.open();
  }

  protected override async call(prompt: Prompt): Promise<Send> {
    const client = await this.connect();
    const body = this.body(prompt);
    return async (signal) => this.replyOf(await client.chat.completions.create(body, { signal }));
  }

  private body(prompt: Prompt): OpenAI.ChatCompletionCreateParamsNonStreaming {
    const images = prompt.images.map(({ mediaType, base64 }) => ({
      type: 'image_url' as const,
      image_url: { url: `data:${mediaType};base64,${base64}`, detail: 'high' as const },
    }));
    const { model } = this.capabilities;
    return {
      model,
      messages: [
        { role: 'system', content: prompt.system },
        { role: 'user', content: [...images, { type: 'text', text: prompt.user }] },
      ],
      response_format: { type: 'json_schema', json_schema: this.format(prompt.schema) },
      // Others know the older name, and a seed.
      ...(this.connection.ours
        ? { max_tokens: prompt.maxOutputTokens, seed: prompt.seed }
        : { max_completion_tokens: prompt.maxOutputTokens }),
      ...(!this.connection.ours && REASONING.test(model)
        ? { reasoning_effort: 'low', prompt_cache_options: { mode: 'explicit' } }
        : {}),
    };
  }

  /** Strict where the schema allows it: then the model can't but keep to it. */
  private format(schema: Record<string, unknown>): OpenAI.ResponseFormatJSONSchema['json_schema'] {
    const strict = !this.connection.ours && isClosed(schema);
    return { name: 'answer', strict, schema: strict ? inDialect(schema, STRICT) : schema };
  }

  private replyOf({ id, model, choices, usage }: OpenAI.ChatCompletion): ModelReply {
    const choice = choices[0] as OpenAI.ChatCompletion.Choice;
    if (usage === undefined && !this.connection.ours)
      throw new Error('an answer without a count of its tokens');
    return {
      // Some servers throw dice for it.
      id: this.connection.ours ? null : id,
      model,
      text: choice.message.content ?? '',
      ended: endOf(choice),
      tokensIn: usage?.prompt_tokens ?? 0,
      tokensOut: usage?.completion_tokens ?? 0,
    };
  }

  protected override failureOf(error: unknown): unknown {
    return this.connection.failureOf(error);
  }
}

const endOf = ({ finish_reason, message }: OpenAI.ChatCompletion.Choice): TextAnswer['ended'] => {
  if (finish_reason === 'content_filter' || message.refusal) return 'refused';
  return finish_reason === 'length' ? 'too_long' : 'complete';
};
