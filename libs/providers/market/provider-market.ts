import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { PriceBook } from '#libs/costs';
import {
  AppError,
  Market,
  type Capability,
  type JsonObject,
  type Micros,
  type Offer,
  type Usage,
} from '#libs/kernel';
import { ProviderGuards } from '#libs/orchestration';
import { CloudOperation } from '../cloud/cloud-operation.js';
import { LOCAL_OFFERS } from '../local/offers.js';

type AnyCloudOperation = CloudOperation<JsonObject, JsonObject>;

/** Dearer and better ones come first: the choice goes down the list until the money and the quality fit. */
const PREFERENCE = ['veo', 'runway', 'replicate', 'anthropic', 'gemini', 'openai', 'elevenlabs'];

/** The cloud's operations and this machine's, with the prices in force. */
@Injectable()
export class ProviderMarket extends Market implements OnModuleInit {
  private operations: AnyCloudOperation[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly prices: PriceBook,
    private readonly guards: ProviderGuards,
  ) {
    super();
  }

  onModuleInit(): void {
    const instances = this.discovery.getProviders().map(({ instance }): unknown => instance);
    this.operations = [...new Set(instances.filter((instance) => instance instanceof CloudOperation))].sort(
      (a, b) => rank(a.provider) - rank(b.provider),
    );
  }

  override get priceList(): string {
    return this.prices.version;
  }

  override offers(capability: Capability): Offer[] {
    const cloud = this.operations
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
    return providers.flatMap((provider) =>
      this.operations.filter(
        (each) =>
          each.provider === provider && each.configured && CAPABILITY_OF[each.operation] === capability,
      ),
    );
  }

  private offerOf(operation: AnyCloudOperation, capability: Capability): Offer {
    const { provider, capabilities, configured } = operation;
    const { model, quality, seconds, aspects, languages } = capabilities;
    const failing = this.guards.isOpen(provider) ? 'it keeps failing and is left alone for a while' : null;
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

const rank = (provider: string): number => {
  const index = PREFERENCE.indexOf(provider);
  return index < 0 ? PREFERENCE.length : index;
};
