import { providerFetch } from '#libs/providers';
import type { GenerationAnswer } from './generations.js';

/** As adapters send: a purchase is only written while its stage is held. */
const send = providerFetch({ connections: 256, silenceMs: 300_000 });

/** The provider answered, and it was a refusal or a failure. */
export class ProviderAnswer extends Error {
  constructor(
    readonly status: number,
    readonly retryAfterSeconds: number,
  ) {
    super(`The provider answered ${status}`);
  }
}

/**
 * Our side of what providers under attack have in common: an order can be polled, found by our reference, and cancelled. Answers that
 * are no success throw `ProviderAnswer`; no answer throws what fetch throws.
 */
export abstract class OrderClient<Answer, Cancelled> {
  /** Where orders are placed. */
  protected abstract readonly url: string;

  poll(id: string, signal: AbortSignal): Promise<Answer> {
    return this.call(`/${id}`, { signal });
  }

  /** @returns null where the provider has never seen this reference */
  async lookUp(reference: string, signal: AbortSignal): Promise<Answer | null> {
    try {
      return await this.call(`?reference=${encodeURIComponent(reference)}`, { signal });
    } catch (error) {
      if (error instanceof ProviderAnswer && error.status === 404) return null;
      throw error;
    }
  }

  cancel(id: string, signal: AbortSignal): Promise<Cancelled> {
    return this.call(`/${id}/cancel`, { method: 'POST', signal });
  }

  /** @param key makes a repeated order the same order. @returns the order's id */
  protected async place(order: object, key: string | null, signal: AbortSignal): Promise<string> {
    const { id } = await this.call<{ id: string }>('', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key === null ? {} : { 'idempotency-key': key }) },
      body: JSON.stringify(order),
      signal,
    });
    return id;
  }

  private async call<T>(path: string, init: RequestInit): Promise<T> {
    const response = await send(`${this.url}${path}`, init);
    if (response.ok) return (await response.json()) as T;
    await response.body?.cancel();
    throw new ProviderAnswer(response.status, Number(response.headers.get('retry-after')));
  }
}

/** The provider that charges by the second. */
export class ProviderClient extends OrderClient<GenerationAnswer, { stopped: boolean; costMicros: number }> {
  protected override readonly url: string;

  constructor(baseUrl: string, mode: 'keyed' | 'plain') {
    super();
    this.url = `${baseUrl}/${mode}/v1/generations`;
  }

  submit(reference: string, seconds: number, signal: AbortSignal): Promise<string> {
    return this.place({ reference, seconds }, reference, signal);
  }
}
