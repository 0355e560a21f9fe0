import { SecondFactorRequired, type TokenSource } from './access.js';
import { ProblemError } from './problem-error.js';

export interface Patience {
  /** How often a request that may be repeated is sent again. */
  readonly retries: number;
  /** Before the first repetition, in milliseconds; doubled for each further one, unless the API says how long. */
  readonly retryDelayMs: number;
}

const SAFE_TO_REPEAT = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);
const PASSING = new Set([429, 502, 503, 504]);

/**
 * Sends requests as somebody, and again where that can do no harm: what only reads or sets, and what carries an `Idempotency-Key`.
 * @throws ProblemError for what the API refuses; what `send` throws where nobody answers
 */
export class Transport {
  constructor(
    private readonly send: typeof fetch,
    private readonly tokens: TokenSource | undefined,
    private readonly patience: Patience,
  ) {}

  readonly fetch = async (request: Request): Promise<Response> => {
    const { retries, retryDelayMs } = this.patience;
    const repeatable = SAFE_TO_REPEAT.has(request.method) || request.headers.has('idempotency-key');
    for (let attempt = 0; ; attempt++) {
      const more = repeatable && attempt < retries;
      const response = await this.attempt(request, more).catch((error: unknown) => {
        if (!more || request.signal.aborted || isAnswer(error)) throw error;
        return undefined;
      });
      if (response?.ok) return response;
      if (response !== undefined && !(more && PASSING.has(response.status)))
        throw await ProblemError.of(response);
      await response?.body?.cancel();
      await pause(waitMs(response) ?? retryDelayMs * 2 ** attempt, request.signal);
    }
  };

  /** Once more with a new token where this one has run out. @param keeps whether the request may have to be sent again after this */
  private async attempt(request: Request, keeps: boolean): Promise<Response> {
    const again = this.tokens === undefined ? undefined : request.clone();
    const response = await this.send(await this.signed(keeps ? request.clone() : request));
    if (response.status !== 401 || again === undefined || !this.tokens?.expired()) return response;
    await response.body?.cancel();
    return this.send(await this.signed(again));
  }

  private async signed(request: Request): Promise<Request> {
    if (this.tokens !== undefined)
      request.headers.set('authorization', `Bearer ${await this.tokens.token()}`);
    return request;
  }
}

/** Whether it is worth asking again later: nobody answered, or whoever did was not able to at that moment. */
export const isPassing = (error: unknown): boolean =>
  !(error instanceof ProblemError) || error.status === 429 || error.status >= 500;

export const anyOf = (...signals: (AbortSignal | undefined)[]): AbortSignal | undefined => {
  const given = signals.filter((signal) => signal !== undefined);
  return given.length === 0 ? undefined : AbortSignal.any(given);
};

/** Somebody did answer: asking again would bring the same. */
const isAnswer = (error: unknown): boolean =>
  error instanceof ProblemError || error instanceof SecondFactorRequired;

function waitMs(response: Response | undefined): number | undefined {
  const seconds = Number(response?.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined;
}

/** Rejects with the signal's reason. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
