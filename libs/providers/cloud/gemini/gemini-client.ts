import type { GoogleGenAI } from '@google/genai';
import type { MediaCloudConfig } from '../media.config.js';

export const GEMINI_KEY_HEADER = 'x-goog-api-key';

/** Retries are off where no `retryOptions` are given. */
export async function geminiClient(
  config: MediaCloudConfig,
  fetch: typeof globalThis.fetch,
): Promise<GoogleGenAI> {
  const { GoogleGenAI: Client } = await import('@google/genai');
  return new Client({
    // Or a variable of the environment could lead it to another API.
    enterprise: false,
    vertexai: false,
    apiKey: config.GEMINI_API_KEY ?? '',
    httpOptions: { baseUrl: config.geminiUrl, apiVersion: 'v1beta', fetch },
  });
}
