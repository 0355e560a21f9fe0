import { z } from 'zod';
import {
  ContractServer,
  tokensOf,
  type Behaviour,
  type ContractAnswer,
  type ContractError,
  type ReceivedCall,
} from './contract-server.js';

const ERROR_TYPES: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
  500: 'api_error',
  529: 'overloaded_error',
};

const VERSIONS = ['2023-06-01', '2026-10-21'];

const Content = z.union([
  z.object({ type: z.literal('text'), text: z.string().min(1) }),
  z.object({
    type: z.literal('image'),
    source: z.object({
      type: z.literal('base64'),
      media_type: z.enum(['image/png', 'image/jpeg', 'image/webp', 'image/gif']),
      data: z.base64(),
    }),
  }),
]);

const Body = z.object({
  model: z.string().min(1),
  max_tokens: z.int().positive(),
  system: z.string().optional(),
  messages: z
    .array(
      z.object({ role: z.enum(['user', 'assistant']), content: z.union([z.string(), z.array(Content)]) }),
    )
    .min(1),
  output_config: z
    .object({
      effort: z.enum(['low', 'medium', 'high', 'xhigh', 'max']).optional(),
      format: z
        .object({
          type: z.literal('json_schema'),
          schema: z.object({ type: z.literal('object'), additionalProperties: z.literal(false) }),
        })
        .optional(),
    })
    .optional(),
});

/** The Messages API of Anthropic, `POST /v1/messages`. `says` are the models' next answers. */
export class AnthropicServer extends ContractServer {
  says: string[] = [];

  protected override readonly overloadedStatus = 529;
  protected override readonly routes = [
    {
      method: 'POST',
      path: /^\/v1\/messages$/,
      body: Body,
      answer: (call: ReceivedCall, behaviour: Behaviour) => this.message(call, behaviour),
    },
  ];

  constructor(private readonly key: string) {
    super();
  }

  protected override accepts({ headers }: ReceivedCall): boolean {
    const given = headers['x-api-key'] ?? headers.authorization?.replace(/^Bearer /, '');
    return given === this.key && VERSIONS.includes(String(headers['anthropic-version']));
  }

  protected override error(status: number, message: string): ContractError {
    return {
      status,
      body: { type: 'error', error: { type: ERROR_TYPES[status], message }, request_id: 'req_1' },
      ...(status === 429 ? { headers: { 'retry-after': '2' } } : {}),
    };
  }

  protected override outOfCredit(): ContractError {
    const details = { error_code: 'enforced_spend_limit_reached' };
    const error = { type: 'rate_limit_error', message: 'You have reached your spend limit', details };
    return { status: 429, body: { type: 'error', error, request_id: 'req_1' } };
  }

  private message({ body }: ReceivedCall, behaviour: Behaviour): ContractAnswer {
    const text = behaviour === 'refusal' ? '' : (this.says.shift() ?? '{}');
    const [input_tokens, output_tokens] = [tokensOf(body.messages) + tokensOf(body.system), tokensOf(text)];
    const model = body.model as string;
    return {
      charge: { model, tokensIn: input_tokens, tokensOut: output_tokens },
      headers: { 'request-id': 'req_1' },
      body: {
        id: `msg_${this.served}`,
        type: 'message',
        role: 'assistant',
        model: `${model}-20260901`,
        content: behaviour === 'refusal' ? [] : [{ type: 'text', text, citations: null }],
        stop_reason: { refusal: 'refusal', 'too-long': 'max_tokens' }[behaviour as string] ?? 'end_turn',
        stop_sequence: null,
        stop_details:
          behaviour === 'refusal' ? { type: 'refusal', category: 'general_harms', explanation: null } : null,
        usage: {
          input_tokens,
          output_tokens,
          cache_creation_input_tokens: 0,
          cache_read_input_tokens: 0,
          service_tier: 'standard',
        },
      },
    };
  }
}
