import { Injectable } from '@nestjs/common';
import type OpenAI from 'openai';
import { PriceBook } from '#libs/costs';
import { BlobStore } from '#libs/storage';
import type { Capabilities } from '../cloud-operation.js';
import { CloudConfig } from '../cloud.config.js';
import type { SpeechOrder } from '../requests.js';
import { SpeechGeneration, type Speak } from '../speech/speech-generation.js';
import { spreadWords } from '../speech/spread-words.js';
import { OpenAiConnection } from './openai-connection.js';

/**
 * A voice of OpenAI. It does not tell when a word is heard, so the times are measured and shared out: captions follow it less
 * closely than a voice that tells, which is why its quality stands lower.
 */
@Injectable()
export class OpenAiSpeech extends SpeechGeneration {
  override readonly provider = 'openai';
  override readonly capabilities: Capabilities;
  /** A server of one's own seldom speaks. */
  override readonly configured: boolean;
  protected override readonly maxCharacters = 4_096;
  private readonly connection: OpenAiConnection;

  constructor(prices: PriceBook, config: CloudConfig, blobs: BlobStore) {
    super(prices, config, blobs);
    this.connection = new OpenAiConnection(config);
    this.configured = this.connection.configured && !this.connection.ours;
    this.capabilities = {
      model: config.OPENAI_SPEECH_MODEL,
      quality: 0.8,
      seconds: null,
      aspects: [],
      sees: false,
      languages: [],
      timings: 'estimated',
    };
  }

  protected override connect(): Promise<OpenAI> {
    return this.connection.open();
  }

  protected override async call({ text, rate }: SpeechOrder): Promise<Speak> {
    const client = await this.connect();
    return async (signal) => {
      const { response } = await client.audio.speech
        .create(
          {
            model: this.config.OPENAI_SPEECH_MODEL,
            voice: this.config.OPENAI_SPEECH_VOICE,
            input: text,
            response_format: 'wav',
            speed: Math.min(4, Math.max(0.25, rate)),
          },
          { signal },
        )
        .withResponse();
      return {
        id: response.headers.get('x-request-id'),
        wav: Buffer.from(await response.arrayBuffer()),
        words: (audio) => spreadWords(text, audio),
      };
    };
  }

  protected override failureOf(error: unknown): unknown {
    return this.connection.failureOf(error);
  }
}
