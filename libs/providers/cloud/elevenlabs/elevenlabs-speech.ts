import type { ElevenLabs, ElevenLabsClient } from '@elevenlabs/elevenlabs-js';
import { Injectable } from '@nestjs/common';
import { PriceBook } from '#libs/costs';
import { BlobStore } from '#libs/storage';
import type { Capabilities } from '../cloud-operation.js';
import { CloudConfig } from '../cloud.config.js';
import { ANSWER_MAX_BYTES, providerFetch } from '../provider-fetch.js';
import { errorName, retryAfterMs, sortFailure } from '../refusals.js';
import type { SpeechOrder } from '../requests.js';
import { SpeechGeneration, type Speak } from '../speech/speech-generation.js';
import { spreadWords } from '../speech/spread-words.js';
import { timingsOfCharacters } from '../speech/word-timings.js';

/** "system_busy" and "service unavailable": the request was not begun. */
const OVERLOADED = [503];
/** The slowest and fastest that it speaks. */
const SPEED = { min: 0.7, max: 1.2 };
/** These find out the language by themselves, and refuse to be told. */
const WITHOUT_LANGUAGE = /multilingual_v2/;

/** A voice of ElevenLabs, which tells when each character is heard. */
@Injectable()
export class ElevenLabsSpeech extends SpeechGeneration {
  override readonly provider = 'elevenlabs';
  override readonly capabilities: Capabilities;
  override readonly configured: boolean;
  protected override readonly maxCharacters: number;
  private client: ElevenLabsClient | undefined;

  constructor(prices: PriceBook, config: CloudConfig, blobs: BlobStore) {
    super(prices, config, blobs);
    this.configured = config.ELEVENLABS_API_KEY !== undefined;
    const model = config.ELEVENLABS_MODEL;
    this.maxCharacters = /_v3/.test(model) ? 5_000 : 10_000;
    this.capabilities = { model, quality: 0.95, seconds: null, aspects: [], sees: false, languages: [] };
  }

  protected override async call({ text, language, rate, seed }: SpeechOrder): Promise<Speak> {
    const client = await this.connect();
    const modelId = this.config.ELEVENLABS_MODEL;
    const request = {
      text,
      modelId,
      outputFormat: 'wav_24000' as const,
      seed: seed >>> 0,
      voiceSettings: { speed: Math.min(SPEED.max, Math.max(SPEED.min, rate)) },
      ...(WITHOUT_LANGUAGE.test(modelId) ? {} : { languageCode: language.split('-')[0] as string }),
    };
    return async (abortSignal) => {
      const answer = client.textToSpeech.convertWithTimestamps(this.config.ELEVENLABS_VOICE_ID, request, {
        abortSignal,
        maxRetries: 0,
        timeoutInSeconds: this.config.CLOUD_TIMEOUT_SECONDS,
      });
      const { data, rawResponse } = await answer.withRawResponse();
      return {
        id: rawResponse.headers.get('request-id'),
        wav: Buffer.from(data.audioBase64, 'base64'),
        // The recording is paid: where its times are of no use, it is measured.
        words: (audio) => timings(text, data.alignment) ?? spreadWords(text, audio),
      };
    };
  }

  protected override async connect(): Promise<ElevenLabsClient> {
    if (this.client !== undefined) return this.client;
    const { ElevenLabsClient: Client } = await import('@elevenlabs/elevenlabs-js');
    const silenceMs = this.config.CLOUD_TIMEOUT_SECONDS * 1_000;
    this.client = new Client({
      apiKey: this.config.ELEVENLABS_API_KEY as string,
      ...(this.config.ELEVENLABS_BASE_URL === undefined ? {} : { baseUrl: this.config.ELEVENLABS_BASE_URL }),
      maxRetries: 0,
      fetch: providerFetch({ connections: this.limits.concurrency, silenceMs, maxBytes: ANSWER_MAX_BYTES }),
      logging: { silent: true },
    });
    return this.client;
  }

  protected override failureOf(error: unknown): unknown {
    const { statusCode, body, rawResponse } = error as {
      statusCode?: number;
      body?: { detail?: { status?: unknown; code?: unknown } };
      rawResponse?: { headers?: Headers };
    };
    const { code, status } = body?.detail ?? {};
    const name = errorName(code) ?? errorName(status);
    const answer = {
      // An account without credit is told so as if it had no right to ask.
      status: name === 'quota_exceeded' ? 402 : statusCode,
      type: name,
      retryAfterMs: retryAfterMs(rawResponse?.headers?.get('retry-after')),
      cause: error,
    };
    return sortFailure(this.provider, answer, OVERLOADED);
  }
}

const timings = (text: string, alignment: ElevenLabs.CharacterAlignmentResponseModel | undefined) =>
  alignment === undefined
    ? null
    : timingsOfCharacters(text, {
        characters: alignment.characters,
        starts: alignment.characterStartTimesSeconds,
        ends: alignment.characterEndTimesSeconds,
      });
