import { AppError } from '#libs/kernel';
import { DefiniteFailure, type EffectTicket } from '#libs/orchestration';
import { retryAfterMs, sortFailure } from '../refusals.js';

type Fetch = typeof globalThis.fetch;

export interface Asking {
  provider: string;
  ticket: EffectTicket;
  /** Over which the request leaves. */
  transport: Fetch;
  /** For so long the whole answer may take. */
  timeoutMs: number;
  /** Statuses beside 429 by which the provider says that it has not begun. */
  overloaded?: readonly number[];
}

type Attempt<T> = { value: T } | { status: number | undefined; error: unknown };

const UNKNOWN = 404;

/**
 * Lets an SDK make one request, which leaves once: some SDKs repeat what fails, also a purchase whose answer was lost.
 * @param ask is given the `fetch` for its SDK
 * @throws DefiniteFailure when it was refused or never left; any other error means: unknown
 */
export async function askOnce<T>(asking: Asking, ask: (fetch: Fetch) => Promise<T>): Promise<T> {
  const attempt = await attemptOnce(asking, ask);
  if ('value' in attempt) return attempt.value;
  throw attempt.error;
}

/** As `askOnce`; null where the provider does not know what it is asked about. */
export async function askAbout<T>(asking: Asking, ask: (fetch: Fetch) => Promise<T>): Promise<T | null> {
  const attempt = await attemptOnce(asking, ask);
  if ('value' in attempt) return attempt.value;
  if (attempt.status === UNKNOWN) return null;
  throw attempt.error;
}

async function attemptOnce<T>(
  { provider, ticket, transport, timeoutMs, overloaded }: Asking,
  ask: (fetch: Fetch) => Promise<T>,
): Promise<Attempt<T>> {
  let sent: Promise<Response> | undefined;
  let answer: Response | undefined;
  let failure: unknown;

  const send = async (...[input, init]: Parameters<Fetch>): Promise<Response> => {
    try {
      const signals = [ticket.signal, AbortSignal.timeout(timeoutMs), ...(init?.signal ? [init.signal] : [])];
      ticket.assertHeld();
      answer = await transport(input, { ...init, signal: AbortSignal.any(signals) });
      return answer;
    } catch (error) {
      failure = error;
      throw error;
    }
  };

  try {
    return { value: await ask((...request) => (sent ??= send(...request))) };
  } catch (error) {
    const status = answer?.status;
    if (sent === undefined) return { status, error: notAsked(provider, error) };
    const retryAfter = retryAfterMs(answer?.headers.get('retry-after'));
    const told = { status, retryAfterMs: retryAfter, cause: failure ?? error };
    return { status, error: sortFailure(provider, told, overloaded) };
  }
}

const notAsked = (provider: string, error: unknown): DefiniteFailure =>
  error instanceof DefiniteFailure
    ? error
    : new DefiniteFailure(
        'provider.not_asked',
        `${provider} can’t be asked: ${error instanceof AppError ? error.message : 'the request can’t be put together'}`,
        { retryable: false },
      );
