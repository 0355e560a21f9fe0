import { logCall } from './call-log.js';

/** What the provider tells of an order; `made` once it has ended: seconds or characters. */
export interface OrderAnswer {
  id: string;
  model: string;
  status: 'running' | 'done' | 'failed' | 'cancelled';
  made?: number;
}

/** The provider answered, and it was no success. */
export class TariffAnswer extends Error {
  constructor(
    readonly status: number,
    readonly retryAfterSeconds: number,
  ) {
    super(`The provider answered ${status}`);
  }
}

const ACCEPTED = 202;
/** The order was at fault, not the provider. */
const REFUSED = 422;

/** Our side of the protocol of a provider with a tariff. */
export class TariffClient {
  constructor(private readonly provider: string) {}

  async order(
    reference: string,
    model: string,
    wanted: number,
    { keyed, signal }: { keyed: boolean; signal: AbortSignal },
  ): Promise<string> {
    const begunAt = performance.now();
    const noted = (status: number | null): void => {
      const dir = process.env.FAULTS_CALLS_DIR;
      if (dir === undefined) return;
      const failed = status === REFUSED ? null : status !== ACCEPTED;
      logCall(dir, { provider: this.provider, begunAt, endedAt: performance.now(), status, failed });
    };
    try {
      const { id } = await this.call<{ id: string }>('', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(keyed ? { 'idempotency-key': reference } : {}),
        },
        body: JSON.stringify({ reference, model, wanted }),
        signal,
      });
      noted(ACCEPTED);
      return id;
    } catch (error) {
      noted(error instanceof TariffAnswer ? error.status : null);
      throw error;
    }
  }

  poll(id: string, signal: AbortSignal): Promise<OrderAnswer> {
    return this.call(`/${id}`, { signal });
  }

  /** @returns null where the provider has never seen this reference */
  async lookUp(reference: string, signal: AbortSignal): Promise<OrderAnswer | null> {
    try {
      return await this.call(`?reference=${encodeURIComponent(reference)}`, { signal });
    } catch (error) {
      if (error instanceof TariffAnswer && error.status === 404) return null;
      throw error;
    }
  }

  cancel(id: string, signal: AbortSignal): Promise<{ stopped: boolean; made: number }> {
    return this.call(`/${id}/cancel`, { method: 'POST', signal });
  }

  private async call<T>(path: string, init: RequestInit): Promise<T> {
    const url = (JSON.parse(process.env.FAULTS_TARIFF_URLS as string) as Record<string, string>)[
      this.provider
    ];
    const response = await fetch(`${url}/v1/orders${path}`, init);
    if (!response.ok) {
      await response.body?.cancel();
      throw new TariffAnswer(response.status, Number(response.headers.get('retry-after')));
    }
    return (await response.json()) as T;
  }
}
