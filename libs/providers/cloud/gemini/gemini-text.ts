import type { GenerateContentParameters, GenerateContentResponse, GoogleGenAI } from '@google/genai';
import { Injectable } from '@nestjs/common';
import { PriceBook } from '#libs/costs';
import { BlobStore } from '#libs/storage';
import type { Capabilities } from '../cloud-operation.js';
import { CloudConfig } from '../cloud.config.js';
import type { TextAnswer } from '../requests.js';
import type { Prompt } from '../text/prompt.js';
import { inDialect } from '../text/schema-dialect.js';
import { TextGeneration, type ModelReply, type Send } from '../text/text-generation.js';
import { connectGemini, geminiFailure } from './gemini-connection.js';

/** Keywords of `responseJsonSchema`. */
const TAKEN = new Set(
  'type format title description enum items prefixItems minItems maxItems minimum maximum anyOf oneOf properties additionalProperties required $defs $ref'.split(
    ' ',
  ),
);
/** Models that take a level of thinking; older ones take a budget. */
const THINKING_LEVELS = /^gemini-[3-9]/;
/** Reasons to end that are a decision about the content. */
const REFUSALS = new Set(['SAFETY', 'RECITATION', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII']);
const CUT_OFF = new Set(['MAX_TOKENS', 'CONTINUATION']);

/** Gemini, by `generateContent` with a JSON schema. */
@Injectable()
export class GeminiText extends TextGeneration {
  override readonly provider = 'gemini';
  override readonly capabilities: Capabilities;
  override readonly configured: boolean;
  /** In the highest resolution, which we do not ask for, a picture is 2,240 tokens. */
  protected override readonly tokensPerImage = 2_240;
  private client: GoogleGenAI | undefined;

  constructor(prices: PriceBook, config: CloudConfig, blobs: BlobStore) {
    super(prices, config, blobs);
    this.configured = config.GEMINI_API_KEY !== undefined;
    const model = config.GEMINI_MODEL;
    this.capabilities = { model, quality: 0.9, seconds: null, aspects: [], sees: true, languages: [] };
  }

  protected override async call(prompt: Prompt): Promise<Send> {
    const client = await this.connect();
    const request = this.request(prompt);
    return async (abortSignal) =>
      replyOf(
        await client.models.generateContent({ ...request, config: { ...request.config, abortSignal } }),
        request.model,
      );
  }

  protected override async connect(): Promise<GoogleGenAI> {
    return (this.client ??= await connectGemini(this.config));
  }

  private request(prompt: Prompt): GenerateContentParameters {
    const { model } = this.capabilities;
    const images = prompt.images.map(({ mediaType, base64 }) => ({
      inlineData: { mimeType: mediaType, data: base64 },
    }));
    return {
      model,
      contents: [{ role: 'user', parts: [...images, { text: prompt.user }] }],
      config: {
        systemInstruction: prompt.system,
        maxOutputTokens: prompt.maxOutputTokens,
        responseMimeType: 'application/json',
        responseJsonSchema: inDialect(prompt.schema, TAKEN),
        // It is a signed number of 32 bits there.
        seed: prompt.seed >>> 1,
        // The SDK would go on asking by itself, and pay each time.
        automaticContinuation: false,
        ...(THINKING_LEVELS.test(model) ? { thinkingConfig: { thinkingLevel: 'LOW' as ThinkingLevel } } : {}),
      },
    };
  }

  protected override failureOf(error: unknown): unknown {
    return geminiFailure(error);
  }
}

type ThinkingLevel = NonNullable<
  NonNullable<NonNullable<GenerateContentParameters['config']>['thinkingConfig']>['thinkingLevel']
>;

function replyOf(response: GenerateContentResponse, asked: string): ModelReply {
  const { responseId, modelVersion, candidates, promptFeedback, usageMetadata } = response;
  if (usageMetadata?.promptTokenCount === undefined)
    throw new Error('an answer without a count of its tokens');
  const [candidate] = candidates ?? [];
  const parts = candidate?.content?.parts ?? [];
  const blocked = promptFeedback?.blockReason !== undefined;
  return {
    id: responseId ?? null,
    model: modelVersion ?? asked,
    text: parts.map(({ text, thought }) => (thought === true ? '' : (text ?? ''))).join(''),
    ended: blocked ? 'refused' : endOf(candidate?.finishReason),
    tokensIn: usageMetadata.promptTokenCount + (usageMetadata.toolUsePromptTokenCount ?? 0),
    tokensOut: (usageMetadata.candidatesTokenCount ?? 0) + (usageMetadata.thoughtsTokenCount ?? 0),
  };
}

const endOf = (reason: string | undefined): TextAnswer['ended'] => {
  if (reason === undefined || REFUSALS.has(reason)) return 'refused';
  return CUT_OFF.has(reason) ? 'too_long' : 'complete';
};
