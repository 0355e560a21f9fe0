import type { PriceBook } from '#libs/costs';
import {
  AppError,
  Market,
  type Capability,
  type JsonObject,
  type Micros,
  type Offer,
  type Usage,
} from '#libs/kernel';
import type { ProviderGuards } from '#libs/orchestration';
import type { CloudOperation } from '../cloud/cloud-operation.js';
import { LOCAL_OFFERS } from '../local/offers.js';

type AnyCloudOperation = CloudOperation<JsonObject, JsonObject>;

/** Who can be asked by one tenant: with its own keys where it has any, with ours where not. */
export class TenantMarket extends Market {
  /** @param operations asked anew each time, since keys come and go */
  constructor(
    private readonly operations: () => AnyCloudOperation[],
    private readonly prices: PriceBook,
    private readonly guards: ProviderGuards,
  ) {
    super();
  }

  override get priceList(): string {
    return this.prices.version;
  }

  override offers(capability: Capability): Offer[] {
    const cloud = this.operations()
      .filter(({ operation }) => CAPABILITY_OF[operation] === capability)
      .map((operation) => this.offerOf(operation, capability));
    return [...cloud, ...LOCAL_OFFERS.filter((offer) => offer.capability === capability)];
  }

  override cost(usage: readonly Usage[]): Micros | null {
    try {
      return this.prices.cost(usage);
    } catch (error) {
      if (error instanceof AppError && error.code === 'costs.unknown_price') return null;
      throw error;
    }
  }

  /** The cloud's operations for this work among these providers, in their order. */
  operationsFor(capability: Capability, providers: readonly string[]): AnyCloudOperation[] {
    const operations = this.operations();
    return providers.flatMap((provider) =>
      operations.filter(
        (each) =>
          each.provider === provider && each.configured && CAPABILITY_OF[each.operation] === capability,
      ),
    );
  }

  private offerOf(operation: AnyCloudOperation, capability: Capability): Offer {
    const { provider, capabilities, configured } = operation;
    const { model, quality, seconds, aspects, languages } = capabilities;
    const failing = this.guards.isOpen(operation) ? 'it keeps failing and is left alone for a while' : null;
    const unavailable = configured ? failing : 'there is no key for it';
    const billedAs = (resolution: string) => operation.billedAs(resolution);
    const can = { model, quality, seconds, aspects, languages };
    return { capability, provider, ...can, local: false, unavailable, billedAs };
  }
}

const CAPABILITY_OF: Record<string, Capability> = {
  'text.generate': 'text',
  'image.generate': 'image',
  'video.generate': 'video',
  'speech.speak': 'speech',
  'music.compose': 'music',
};
