import { z } from 'zod';
import { encodeWav } from '#libs/media';
import {
  ContractServer,
  type ContractAnswer,
  type ContractError,
  type ReceivedCall,
} from './contract-server.js';

const DETAILS: Record<number, string> = {
  401: 'invalid_api_key',
  404: 'not_found',
  429: 'too_many_concurrent_requests',
  500: 'internal_error',
  503: 'service_unavailable',
};

const Body = z.object({
  text: z.string().min(1),
  model_id: z.string().min(1),
  seed: z.int().min(0).max(4_294_967_295).optional(),
  language_code: z.string().length(2).optional(),
  voice_settings: z.object({ speed: z.number().min(0.7).max(1.2).optional() }).optional(),
});
const SAMPLE_RATE = 24_000;
const CHARACTER_SEC = 0.05;

/** ElevenLabs' `text-to-speech/{voice}/with-timestamps`. */
export class ElevenLabsServer extends ContractServer {
  /** What it says it has spoken; left out: the text. */
  spoken: string | undefined;

  protected override readonly overloadedStatus = 503;
  protected override readonly routes = [
    {
      method: 'POST',
      path: /^\/v1\/text-to-speech\/\w+\/with-timestamps$/,
      body: Body,
      answer: (call: ReceivedCall) => this.recording(call),
    },
  ];

  constructor(private readonly key: string) {
    super();
  }

  protected override accepts({ headers }: ReceivedCall): boolean {
    return headers['xi-api-key'] === this.key;
  }

  protected override error(status: number, message: string): ContractError {
    if (status === 400) {
      return { status: 422, body: { detail: [{ loc: ['body'], msg: message, type: 'value_error' }] } };
    }
    return {
      status,
      body: { detail: { status: DETAILS[status], message } },
      ...(status === 429 ? { headers: { 'retry-after': '2' } } : {}),
    };
  }

  protected override outOfCredit(): ContractError {
    return {
      status: 401,
      body: { detail: { status: 'quota_exceeded', message: 'You have 0 credits remaining' } },
    };
  }

  private recording({ body }: ReceivedCall): ContractAnswer {
    const text = body.text as string;
    const characters = [...(this.spoken ?? text)];
    const samples = new Float32Array(Math.round(characters.length * CHARACTER_SEC * SAMPLE_RATE)).map(
      (_, index) => 0.3 * Math.sin(index / 12),
    );
    const alignment = {
      characters,
      character_start_times_seconds: characters.map((_, index) => index * CHARACTER_SEC),
      character_end_times_seconds: characters.map((_, index) => (index + 1) * CHARACTER_SEC),
    };
    return {
      charge: { model: body.model_id as string, characters: text.length },
      headers: { 'request-id': `el-${this.served}`, 'character-cost': String(text.length) },
      body: {
        audio_base64: encodeWav({ sampleRate: SAMPLE_RATE, channels: [samples] }).toString('base64'),
        alignment,
        normalized_alignment: alignment,
      },
    };
  }
}
