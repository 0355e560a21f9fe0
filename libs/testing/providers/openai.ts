import { z } from 'zod';
import { encodeWav } from '#libs/media';
import {
  ContractServer,
  tokensOf,
  type Behaviour,
  type ContractAnswer,
  type ContractError,
  type ReceivedCall,
} from './contract-server.js';
import { PIXEL } from './pixel.js';

const ERRORS: Record<number, { type: string; code: string | null }> = {
  400: { type: 'invalid_request_error', code: null },
  401: { type: 'invalid_request_error', code: 'invalid_api_key' },
  404: { type: 'invalid_request_error', code: 'unknown_url' },
  429: { type: 'requests', code: 'rate_limit_exceeded' },
  500: { type: 'server_error', code: null },
  503: { type: 'server_error', code: 'server_is_overloaded' },
};

const Part = z.union([
  z.object({ type: z.literal('text'), text: z.string().min(1) }),
  z.object({
    type: z.literal('image_url'),
    image_url: z.object({ url: z.string().regex(/^data:image\/.*;base64,/) }),
  }),
]);
const Chat = z.object({
  model: z.string().min(1),
  messages: z
    .array(
      z.object({
        role: z.enum(['system', 'user', 'assistant']),
        content: z.union([z.string(), z.array(Part)]),
      }),
    )
    .min(1),
  max_tokens: z.int().positive().optional(),
  max_completion_tokens: z.int().positive().optional(),
  response_format: z.object({
    type: z.literal('json_schema'),
    json_schema: z.object({ name: z.string(), strict: z.boolean().optional(), schema: z.object({}).loose() }),
  }),
});
const Speech = z.object({
  model: z.string().min(1),
  input: z.string().min(1).max(4_096),
  voice: z.string().min(1),
  response_format: z.enum(['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm']).optional(),
  speed: z.number().min(0.25).max(4).optional(),
});
const Images = z.object({
  model: z.string().min(1),
  prompt: z.string().min(1).max(32_000),
  n: z.int().min(1).max(10).optional(),
  size: z
    .string()
    .regex(/^\d+x\d+$/)
    .refine(
      (size) => size.split('x').every((side) => Number(side) % 16 === 0),
      'both sides must be divisible by 16',
    ),
  quality: z.enum(['low', 'medium', 'high', 'xhigh', 'max', 'auto']).optional(),
});

/** A second of a tone for each second asked, quiet between words like speech. */
const SAMPLE_RATE = 24_000;

/** OpenAI's `chat/completions`, `audio/speech` and `images/generations`. Give `url` to the SDK as it is. */
export class OpenAiServer extends ContractServer {
  says: string[] = [];

  protected override readonly overloadedStatus = 503;
  protected override readonly routes = [
    this.post('/v1/chat/completions', Chat, (call, behaviour) => this.completion(call, behaviour)),
    this.post('/v1/audio/speech', Speech, (call) => this.speech(call)),
    this.post('/v1/images/generations', Images, (call) => this.image(call)),
  ];

  /** Without a key it takes any, like a server of one's own. */
  constructor(private readonly key?: string) {
    super();
  }

  override get url(): string {
    return `${super.url}/v1`;
  }

  protected override accepts({ headers }: ReceivedCall): boolean {
    return this.key === undefined || headers.authorization === `Bearer ${this.key}`;
  }

  protected override error(status: number, message: string): ContractError {
    return {
      status,
      body: { error: { message, param: null, ...ERRORS[status] } },
      ...(status === 429 ? { headers: { 'retry-after': '2' } } : {}),
    };
  }

  protected override outOfCredit(): ContractError {
    const message = 'You exceeded your current quota';
    const error = { message, param: null, type: 'insufficient_quota', code: 'insufficient_quota' };
    return { status: 429, body: { error } };
  }

  private completion({ body }: ReceivedCall, behaviour: Behaviour): ContractAnswer {
    const refused = behaviour === 'refusal';
    const text = refused ? '' : (this.says.shift() ?? '{}');
    const [prompt_tokens, completion_tokens] = [tokensOf(body.messages), tokensOf(text)];
    const model = body.model as string;
    return {
      charge: { model, tokensIn: prompt_tokens, tokensOut: completion_tokens },
      body: {
        id: `chatcmpl-${this.served}`,
        object: 'chat.completion',
        created: 1_795_000_000,
        model: `${model}-2026-10-26`,
        choices: [
          {
            index: 0,
            message: {
              role: 'assistant',
              content: refused ? null : text,
              refusal: refused ? 'I can’t help with that.' : null,
            },
            logprobs: null,
            finish_reason: behaviour === 'too-long' ? 'length' : 'stop',
          },
        ],
        usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
      },
    };
  }

  private speech({ body }: ReceivedCall): ContractAnswer {
    const input = body.input as string;
    const perCharacter = Math.round((SAMPLE_RATE * 0.06) / Number(body.speed ?? 1));
    const samples = Float32Array.from({ length: input.length * perCharacter }, (_, index) =>
      /\s/.test(input[Math.floor(index / perCharacter)] as string) ? 0 : 0.3 * Math.sin(index / 12),
    );
    return {
      charge: { model: body.model as string, characters: input.length },
      body: encodeWav({ sampleRate: SAMPLE_RATE, channels: [samples] }),
      contentType: 'audio/wav',
    };
  }

  private image({ body }: ReceivedCall): ContractAnswer {
    const [input_tokens, output_tokens] = [tokensOf(body.prompt), 439];
    return {
      charge: { model: body.model as string, tokensIn: input_tokens, tokensOut: output_tokens },
      body: {
        created: 1_795_000_000,
        output_format: 'png',
        size: body.size,
        data: [{ b64_json: PIXEL.toString('base64') }],
        usage: { input_tokens, output_tokens, total_tokens: input_tokens + output_tokens },
      },
    };
  }

  private post(
    path: string,
    body: z.ZodType,
    answer: (call: ReceivedCall, behaviour: Behaviour) => ContractAnswer,
  ) {
    return { method: 'POST', path: new RegExp(`^${path}$`), body, answer };
  }
}
