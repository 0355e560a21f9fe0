import { z } from 'zod';
import {
  ContractServer,
  tokensOf,
  type Behaviour,
  type ContractAnswer,
  type ContractError,
  type ReceivedCall,
} from './contract-server.js';

const STATUS: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

const Part = z.union([
  z.object({ text: z.string().min(1) }),
  z.object({ inlineData: z.object({ mimeType: z.string().startsWith('image/'), data: z.base64() }) }),
]);
const Body = z.object({
  contents: z
    .array(z.object({ role: z.enum(['user', 'model']).optional(), parts: z.array(Part).min(1) }))
    .min(1),
  systemInstruction: z.object({ parts: z.array(z.object({ text: z.string() })) }).optional(),
  generationConfig: z.object({
    maxOutputTokens: z.int().positive().optional(),
    responseMimeType: z.literal('application/json').optional(),
    responseJsonSchema: z.object({}).loose().optional(),
    seed: z.int32().optional(),
    thinkingConfig: z.object({ thinkingLevel: z.enum(['LOW', 'MEDIUM', 'HIGH']) }).optional(),
  }),
});

/** The Gemini API's `generateContent`. */
export class GeminiServer extends ContractServer {
  says: string[] = [];
  /** How it ends what is too long. */
  cutOffBy: 'MAX_TOKENS' | 'CONTINUATION' = 'MAX_TOKENS';

  protected override readonly overloadedStatus = 503;
  protected override readonly routes = [
    {
      method: 'POST',
      path: /^\/v1beta\/models\/[^/:]+:generateContent$/,
      body: Body,
      answer: (call: ReceivedCall, behaviour: Behaviour) => this.content(call, behaviour),
    },
  ];

  private readonly keys: string[];

  constructor(...keys: string[]) {
    super();
    this.keys = keys;
  }

  protected override accepts({ headers }: ReceivedCall): boolean {
    return this.keys.includes(String(headers['x-goog-api-key']));
  }

  /** A wrong key is an invalid argument to Google. */
  protected override error(status: number, message: string): ContractError {
    const code = status === 401 ? 400 : status;
    const details =
      status === 401
        ? [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }]
        : status === 429
          ? [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '2s' }]
          : [];
    return { status: code, body: { error: { code, message, status: STATUS[code], details } } };
  }

  /** To Google that is one more limit that has been reached. */
  protected override outOfCredit(): ContractError {
    const message = 'Your prepayment credits are depleted';
    return { status: 429, body: { error: { code: 429, message, status: 'RESOURCE_EXHAUSTED' } } };
  }

  private content({ path, body }: ReceivedCall, behaviour: Behaviour): ContractAnswer {
    const model = /models\/([^/:]+)/.exec(path)?.[1] as string;
    const text = this.says.shift() ?? '{}';
    const blocked = behaviour === 'refusal';
    const continues = behaviour === 'too-long' && this.cutOffBy === 'CONTINUATION';
    const promptTokenCount = tokensOf(body);
    const [candidatesTokenCount, thoughtsTokenCount] = blocked ? [0, 0] : [tokensOf(text), 30];
    return {
      charge: { model, tokensIn: promptTokenCount, tokensOut: candidatesTokenCount + thoughtsTokenCount },
      body: {
        ...(blocked
          ? { promptFeedback: { blockReason: 'SAFETY' } }
          : {
              candidates: [
                {
                  index: 0,
                  content: { role: 'model', parts: [{ text: 'let me think', thought: true }, { text }] },
                  finishReason: behaviour === 'too-long' ? this.cutOffBy : 'STOP',
                  ...(continues ? { continuationToken: 'go on' } : {}),
                },
              ],
            }),
        usageMetadata: {
          promptTokenCount,
          candidatesTokenCount,
          thoughtsTokenCount,
          totalTokenCount: promptTokenCount + candidatesTokenCount + thoughtsTokenCount,
        },
        modelVersion: model,
        responseId: `resp-${this.served}`,
      },
    };
  }
}
