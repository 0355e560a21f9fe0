import type { GoogleGenAI } from '@google/genai';
import type { CloudConfig } from '../cloud.config.js';
import { ANSWER_MAX_BYTES, providerFetch } from '../provider-fetch.js';
import { errorName, sortFailure } from '../refusals.js';

export async function connectGemini(config: CloudConfig): Promise<GoogleGenAI> {
  const { GoogleGenAI: Client } = await import('@google/genai');
  const timeout = config.CLOUD_TIMEOUT_SECONDS * 1_000;
  return new Client({
    apiKey: config.GEMINI_API_KEY as string,
    // Or a variable of the environment could lead it to another API.
    enterprise: false,
    vertexai: false,
    apiVersion: 'v1beta',
    httpOptions: {
      ...(config.GEMINI_BASE_URL === undefined ? {} : { baseUrl: config.GEMINI_BASE_URL }),
      timeout,
      fetch: providerFetch({
        connections: config.CLOUD_CONCURRENCY,
        silenceMs: timeout,
        maxBytes: ANSWER_MAX_BYTES,
      }),
    },
  });
}

/** "If your request fails with a 400 or 500 error, you won't be charged" (ai.google.dev/gemini-api/docs/billing). */
const NOT_CHARGED = [500, 503];

/** The SDK's error has the status, and the whole answer as its message. */
export function geminiFailure(error: unknown): unknown {
  const { status, message } = error as Partial<{ status: number; message: string }>;
  const known = typeof status === 'number' ? status : undefined;
  const { type, retryAfterMs } = known === undefined ? {} : detailsOf(message ?? '');
  return sortFailure('gemini', { status: known, type, retryAfterMs, cause: error }, NOT_CHARGED);
}

interface GoogleError {
  error?: { status?: unknown; details?: { '@type'?: string; retryDelay?: string }[] };
}

/** The name of the error, and how long to wait ("2s", "0.5s"). */
function detailsOf(body: string): { type?: string | undefined; retryAfterMs?: number | undefined } {
  let answer: GoogleError;
  try {
    answer = JSON.parse(body) as GoogleError;
  } catch {
    return {};
  }
  const { status, details } = answer.error ?? {};
  const delay = Array.isArray(details)
    ? details.find((one) => one['@type']?.endsWith('RetryInfo'))
    : undefined;
  const [, seconds] = /^(\d+(?:\.\d+)?)s$/.exec(delay?.retryDelay ?? '') ?? [];
  return {
    type: errorName(status),
    retryAfterMs: seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1_000),
  };
}
