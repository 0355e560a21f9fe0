import type { GenerationAnswer } from './generations.js';

/** Our side of the provider's protocol. Answers that are no success throw `ProviderAnswer`; no answer throws what fetch throws. */
export class ProviderClient {
  constructor(
    private readonly baseUrl: string,
    private readonly mode: 'keyed' | 'plain',
  ) {}

  async submit(reference: string, seconds: number, signal: AbortSignal): Promise<string> {
    const { id } = await this.call<{ id: string }>('', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': reference },
      body: JSON.stringify({ reference, seconds }),
      signal,
    });
    return id;
  }

  poll(id: string, signal: AbortSignal): Promise<GenerationAnswer> {
    return this.call(`/${id}`, { signal });
  }

  /** @returns null where the provider has never seen this reference */
  async lookUp(reference: string, signal: AbortSignal): Promise<GenerationAnswer | null> {
    try {
      return await this.call(`?reference=${encodeURIComponent(reference)}`, { signal });
    } catch (error) {
      if (error instanceof ProviderAnswer && error.status === 404) return null;
      throw error;
    }
  }

  cancel(id: string, signal: AbortSignal): Promise<{ stopped: boolean; costMicros: number }> {
    return this.call(`/${id}/cancel`, { method: 'POST', signal });
  }

  private async call<T>(path: string, init: RequestInit): Promise<T> {
    const response = await fetch(`${this.baseUrl}/${this.mode}/v1/generations${path}`, init);
    if (!response.ok) throw new ProviderAnswer(response.status, Number(response.headers.get('retry-after')));
    return (await response.json()) as T;
  }
}

/** The provider answered, and it was a refusal or a failure. */
export class ProviderAnswer extends Error {
  constructor(
    readonly status: number,
    readonly retryAfterSeconds: number,
  ) {
    super(`The provider answered ${status}`);
  }
}
