import {
  formatMicros,
  type Capability,
  type Market,
  type Micros,
  type Offer,
  type UsageUnit,
} from '#libs/kernel';

/** An amount of something, as little and as much as it may come to. */
export interface Quantity {
  unit: UsageUnit;
  low: number;
  high: number;
}

/** What a piece of work needs, before anybody is asked. */
export interface Need {
  capability: Capability;
  quantities: readonly Quantity[];
  /** Below this quality (0 to 1) an offer is not good enough. */
  minQuality: number;
  /** The most that may be spent on it. */
  maxMicros: Micros;
  aspect?: string;
  resolution?: string;
  language?: string;
}

export interface Rejected {
  provider: string;
  model: string;
  reason: string;
}

export interface Choice {
  capability: Capability;
  provider: string;
  model: string;
  lowMicros: number;
  highMicros: number;
  /** In plain words, with every figure that counted. */
  reason: string;
  /** It is not as good as was asked for, but there is no other. */
  downgraded: boolean;
  /** Who is asked after it, in this order, if it definitely fails. */
  fallbacks: string[];
  rejected: Rejected[];
}

interface Priced {
  offer: Offer;
  low: Micros;
  high: Micros;
}

/**
 * Chooses who does a piece of work: the first in the market's order of preference that can be had, is good enough and fits the money.
 * What our own machines make is the last resort: it is taken even below the quality asked for, and then says so.
 * The same market and need give the same choice.
 */
export function choose(market: Market, need: Need): Choice {
  const accepted: Priced[] = [];
  const rejected: Rejected[] = [];
  let lastResort: Priced | undefined;
  for (const offer of market.offers(need.capability)) {
    const priced = priceOf(market, need, offer);
    const reason = priced === null ? 'it has no price' : objection(need, priced);
    if (priced !== null && offer.local && offer.unavailable === null) lastResort ??= priced;
    if (reason === null) accepted.push(priced as Priced);
    else rejected.push({ provider: offer.provider, model: offer.model, reason });
  }
  const chosen = accepted[0] ?? lastResort;
  if (chosen === undefined) throw new RangeError(`nobody offers ${need.capability}`);
  const { provider, model, quality } = chosen.offer;
  const others = [...accepted, ...(lastResort === undefined ? [] : [lastResort])].filter((p) => p !== chosen);
  const downgraded = accepted.length === 0;
  return {
    capability: need.capability,
    provider,
    model,
    lowMicros: chosen.low,
    highMicros: chosen.high,
    reason: downgraded
      ? `the last resort: nobody else can be had, is good enough and fits the money; its quality ${quality} is below the ${need.minQuality} that is asked for`
      : `the first of those preferred that can be had, with a quality of ${quality} (at least ${need.minQuality}) for at most ${formatMicros(chosen.high)} (of ${formatMicros(need.maxMicros)})`,
    downgraded,
    fallbacks: [...new Set(others.map(({ offer }) => offer.provider))],
    rejected: rejected.filter((r) => r.provider !== provider || r.model !== model),
  };
}

function priceOf(market: Market, need: Need, offer: Offer): Priced | null {
  const { provider, model } = offer.billedAs?.(need.resolution ?? '720p') ?? offer;
  const usage = (bound: 'low' | 'high') =>
    need.quantities.map((quantity) => ({ provider, model, unit: quantity.unit, quantity: quantity[bound] }));
  const [low, high] = [market.cost(usage('low')), market.cost(usage('high'))];
  return low === null || high === null ? null : { offer, low, high };
}

function objection(
  { minQuality, maxMicros, aspect, language }: Need,
  { offer, high }: Priced,
): string | null {
  if (offer.unavailable !== null) return offer.unavailable;
  if (aspect !== undefined && !covers(offer.aspects, aspect)) return `it makes no pictures of ${aspect}`;
  if (language !== undefined && !covers(offer.languages, language)) return `it does not know ${language}`;
  if (offer.quality < minQuality) return `its quality ${offer.quality} is below ${minQuality}`;
  if (high > maxMicros) {
    return `it may cost up to ${formatMicros(high)}; ${formatMicros(maxMicros)} are left for it`;
  }
  return null;
}

const covers = (list: readonly string[], wanted: string): boolean =>
  list.length === 0 || list.includes(wanted);
