import type OpenAI from 'openai';
import type { CloudConfig } from '../cloud.config.js';
import { ANSWER_MAX_BYTES, providerFetch } from '../provider-fetch.js';
import { errorName, retryAfterMs, sortFailure } from '../refusals.js';

/** "The engine is currently overloaded": the request was not begun. */
const OVERLOADED = [503];

/** What the adapters of OpenAI share: the client, whether there is one, and what its errors mean. */
export class OpenAiConnection {
  private client: OpenAI | undefined;

  constructor(private readonly config: CloudConfig) {}

  /** A server of one's own that speaks the same protocol, such as Ollama: it asks for no key and costs nothing. */
  get ours(): boolean {
    return this.config.OPENAI_API_KEY === undefined && this.config.OPENAI_BASE_URL !== undefined;
  }

  get configured(): boolean {
    return this.config.OPENAI_API_KEY !== undefined || this.ours;
  }

  /** Whose prices hold. */
  get pricedAs(): string {
    return this.ours ? 'local-openai' : 'openai';
  }

  async open(): Promise<OpenAI> {
    if (this.client !== undefined) return this.client;
    const { OpenAI: Client } = await import('openai');
    const silenceMs = this.config.CLOUD_TIMEOUT_SECONDS * 1_000;
    this.client = new Client({
      apiKey: this.config.OPENAI_API_KEY ?? 'none',
      baseURL: this.config.OPENAI_BASE_URL,
      maxRetries: 0,
      timeout: silenceMs,
      fetch: providerFetch({
        connections: this.config.CLOUD_CONCURRENCY,
        silenceMs,
        maxBytes: ANSWER_MAX_BYTES,
      }),
      // Neither prompts nor answers belong into logs.
      logLevel: 'off',
    });
    return this.client;
  }

  failureOf(error: unknown): unknown {
    const { status, type, code, headers } = error as Partial<InstanceType<typeof OpenAI.APIError>>;
    const answer = {
      // It says "too many requests" to an account without credit, too; waiting does not help that one.
      status: code === 'insufficient_quota' ? 402 : (status ?? undefined),
      type: errorName(code) ?? errorName(type),
      retryAfterMs: retryAfterMs(headers?.get('retry-after')),
      cause: error,
    };
    return sortFailure('openai', answer, OVERLOADED);
  }
}
