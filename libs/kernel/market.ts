import type { Micros } from './money.js';
import type { Usage } from './usage.js';

/** What can be made or bought. */
export const CAPABILITIES = ['text', 'image', 'video', 'speech', 'music', 'sound'] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** Somebody who can do something, on this machine or for money. */
export interface Offer {
  capability: Capability;
  provider: string;
  model: string;
  /** 0 to 1. */
  quality: number;
  /** Made on our own machines: it can always be had. */
  local: boolean;
  /** Longest and shortest piece that one call makes, in seconds; null where length does not matter. */
  seconds: { min: number; max: number } | null;
  /** Aspect ratios of its pictures; empty for all. */
  aspects: readonly string[];
  /** BCP 47; empty for all. */
  languages: readonly string[];
  /** The names under which the price list has it, where they are others; some are dearer at a higher resolution. */
  billedAs?: (resolution: string) => { provider: string; model: string };
  /** Why it can't be had right now: no key, or it keeps failing. Null where it can. */
  unavailable: string | null;
}

/** What can be had, and what it costs, at this moment, for one tenant. */
export abstract class Market {
  abstract readonly priceList: string;
  /** In the order in which they are preferred; what is made on our own machines comes last. */
  abstract offers(capability: Capability): Offer[];
  /** Null where something has no price, so that it must not be bought. */
  abstract cost(usage: readonly Usage[]): Micros | null;
}

/** The market of each tenant: one with a key of its own at a provider can have what others can't. */
export abstract class Markets {
  abstract forTenant(tenantId: string): Market;
}
