import { OrderClient, ProviderAnswer } from '#libs/testing/faults';
import { logCall } from './call-log.js';

/** What the provider tells of an order; `made` once it has ended: seconds or characters. */
export interface OrderAnswer {
  id: string;
  model: string;
  status: 'running' | 'done' | 'failed' | 'cancelled';
  made?: number;
}

const ACCEPTED = 202;
/** The order was at fault, not the provider. */
const REFUSED = 422;

/** Our side of the protocol of a provider with a tariff. */
export class TariffClient extends OrderClient<OrderAnswer, { stopped: boolean; made: number }> {
  constructor(private readonly provider: string) {
    super();
  }

  protected override get url(): string {
    const urls = JSON.parse(process.env.FAULTS_TARIFF_URLS as string) as Record<string, string>;
    return `${urls[this.provider]}/v1/orders`;
  }

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
      const id = await this.place({ reference, model, wanted }, keyed ? reference : null, signal);
      noted(ACCEPTED);
      return id;
    } catch (error) {
      noted(error instanceof ProviderAnswer ? error.status : null);
      throw error;
    }
  }
}
