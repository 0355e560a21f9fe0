import { SourceError } from './secret-source.js';

export interface Question {
  /** The secret manager's name, for messages. */
  who: string;
  url: string;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  timeoutMs: number;
}

const MAX_BYTES = 1_048_576;

/** Answers that mean something to the operator; what the server says itself may repeat what was sent. */
const MEANINGS: Record<number, { says: string; retryable?: true }> = {
  400: { says: 'does not understand the request' },
  401: { says: 'does not accept our credentials' },
  403: { says: 'does not allow this to our credentials' },
  404: { says: 'has no such secret, or does not show it to us' },
  429: { says: 'asks us to wait', retryable: true },
  503: { says: 'is sealed, or not available', retryable: true },
};

/** One request; its answer, read as JSON. @throws SourceError */
export async function askJson({ who, url, timeoutMs, ...init }: Question): Promise<unknown> {
  let status: number;
  let text: string;
  try {
    // A redirect could carry our credentials to another host.
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { ...init, signal, redirect: 'error' });
    ({ status } = response);
    text = await bounded(response);
  } catch (error) {
    const late = (error as Error).name === 'TimeoutError';
    throw new SourceError(
      `${who} ${late ? `has not answered within ${timeoutMs} ms` : 'can’t be reached'}`,
      true,
    );
  }
  if (status !== 200) throw refusal(who, status);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw unexpected(who);
  }
}

export const unexpected = (who: string): SourceError =>
  new SourceError(`${who} has answered with something that is not its documented form`);

function refusal(who: string, status: number): SourceError {
  const { says, retryable = false } = MEANINGS[status] ?? { says: 'has failed', retryable: status >= 500 };
  return new SourceError(`${who} ${says} (${status})`, retryable);
}

async function bounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Error('too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
