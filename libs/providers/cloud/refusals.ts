import { types } from 'node:util';
import { AppError } from '#libs/kernel';
import { DefiniteFailure } from '#libs/orchestration';

/** What an SDK's error tells, whatever its class. */
export interface ProviderAnswer {
  /** HTTP status; undefined where no answer came. */
  status: number | undefined;
  /** The provider's own code of the error, where it has one. */
  type?: string | undefined;
  /** `Retry-After` in ms. */
  retryAfterMs?: number | undefined;
  cause: unknown;
}

/** The connection was never made, so nothing was asked. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

const MEANINGS: Record<number, { code: string; says: string; retryable: boolean }> = {
  400: { code: 'provider.rejected', says: 'can’t accept the request', retryable: false },
  401: { code: 'provider.unauthorized', says: 'does not accept our key', retryable: false },
  402: { code: 'provider.out_of_credit', says: 'wants our account to be topped up', retryable: false },
  403: { code: 'provider.unauthorized', says: 'does not allow this to our key', retryable: false },
  404: { code: 'provider.rejected', says: 'does not know the model or the address', retryable: false },
  405: { code: 'provider.rejected', says: 'does not know the model or the address', retryable: false },
  413: { code: 'provider.rejected', says: 'finds the request too large', retryable: false },
  415: { code: 'provider.rejected', says: 'can’t accept the request', retryable: false },
  422: { code: 'provider.rejected', says: 'can’t accept the request', retryable: false },
  429: { code: 'provider.rate_limited', says: 'asks us to wait', retryable: true },
};

/**
 * Sorts an SDK's error by what it means for the money: a refusal is a `DefiniteFailure` (nothing done, nothing charged); everything
 * else (a 5xx, a dropped connection, an answer that can't be read) may have been charged and is given back as it is.
 * The provider's own words are not passed on: they may repeat what was sent, keys included.
 * @param overloaded statuses beside 429 by which this provider says that it has not begun
 */
export function sortFailure(
  provider: string,
  answer: ProviderAnswer,
  overloaded: readonly number[] = [],
): unknown {
  const { status, type, retryAfterMs, cause } = answer;
  if (cause instanceof AppError) return cause;
  if (status === undefined) {
    return neverSent(cause)
      ? new DefiniteFailure('provider.unreachable', `${provider} can’t be reached`, { retryable: true })
      : new Error(`${provider} has not answered`);
  }
  const meaning = overloaded.includes(status)
    ? { code: 'provider.overloaded', says: 'is overloaded', retryable: true }
    : MEANINGS[status];
  const detail = `${status}${type === undefined ? '' : `, ${type}`}`;
  if (meaning === undefined) return new Error(`${provider} has failed (${detail})`);
  return new DefiniteFailure(meaning.code, `${provider} ${meaning.says} (${detail})`, {
    retryable: meaning.retryable,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** A provider's own name of an error, where it looks like one: anything else may repeat what was sent. */
export const errorName = (type: unknown): string | undefined =>
  typeof type === 'string' && /^[A-Za-z_.]{1,60}$/.test(type) ? type : undefined;

/** Looks for the code of the connection's error, which SDKs and fetch wrap several times. */
function neverSent(error: unknown): boolean {
  for (let at = error, depth = 0; types.isNativeError(at) && depth < 5; at = at.cause, depth++) {
    const { code, errors } = at as NodeJS.ErrnoException & Partial<AggregateError>;
    if (code !== undefined && NEVER_SENT.has(code)) return true;
    if (Array.isArray(errors) && errors.length > 0) return errors.every((one) => neverSent(one));
  }
  return false;
}

/** Seconds or a date, as HTTP has it; undefined for anything else. */
export function retryAfterMs(header: string | null | undefined, now = Date.now()): number | undefined {
  if (header === null || header === undefined || header.trim() === '') return undefined;
  const ms = /^\d+(\.\d+)?$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) && ms >= 0 ? Math.ceil(ms) : undefined;
}
