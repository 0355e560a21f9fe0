import { AppError, micros, USAGE_UNITS, type Micros, type UsageUnit } from '#libs/kernel';

/** What a provider asks for one unit. `model: '*'` stands for every model, `provider: 'local-*'` for every name that begins so. */
export interface Price {
  readonly provider: string;
  readonly model: string;
  readonly unit: UsageUnit;
  /** Micro-dollars for `per` units: a token costs less than one micro-dollar. */
  readonly priceMicros: Micros;
  readonly per: number;
  /** Where the price was read, and on which day. */
  readonly source: string;
  readonly asOf: string;
}

/** Prices as they stood on a day. A published version never changes: a new price is a new version. */
export interface PriceList {
  readonly version: string;
  readonly prices: readonly Price[];
}

/** Work on our own machines: no bill arrives for it, whatever the unit. Publish another price to count electricity or hardware. */
export const LOCAL_PRICES: readonly Price[] = ['local-*', 'flite'].flatMap((provider) =>
  USAGE_UNITS.map((unit) => ({
    provider,
    model: '*',
    unit,
    priceMicros: micros(0),
    per: 1,
    source: 'own machines',
    asOf: '2026-11-01',
  })),
);

/**
 * The nearest price: of the provider by its full name before one by a beginning, and of the model before all models.
 * @throws AppError `costs.unknown_price`: what has no price is not bought
 */
export function priceOf(list: PriceList, provider: string, unit: string, model = '*'): Price {
  const fits = list.prices.filter((price) => covers(price.provider, provider) && price.unit === unit);
  const [price] = fits
    .filter((p) => p.model === model || p.model === '*')
    .sort((a, b) => nearness(b, model) - nearness(a, model));
  if (price !== undefined) return price;
  throw new AppError(
    'costs.unknown_price',
    `The price list ${list.version} has no price for ${unit} of ${provider}${model === '*' ? '' : ` (${model})`}; add one, or choose another provider`,
    { class: 'budget', details: { provider, model, unit, priceList: list.version } },
  );
}

/** A longer beginning is nearer than a shorter one, a full name nearer than any, and only then the model counts. */
const nearness = ({ provider, model }: Price, wanted: string): number =>
  (provider.endsWith('*') ? provider.length : 1_000) * 2 + (model === wanted ? 1 : 0);

const covers = (listed: string, provider: string): boolean =>
  listed.endsWith('*') ? provider.startsWith(listed.slice(0, -1)) : listed === provider;

/** What a quantity costs, rounded up to a whole micro-dollar. Integers throughout. */
export function amountOf(price: Pick<Price, 'priceMicros' | 'per' | 'unit'>, quantity: number): Micros {
  if (!Number.isSafeInteger(quantity) || quantity < 0) {
    throw new RangeError(`${quantity} is not a whole number of ${price.unit}`);
  }
  const [amount, per] = [BigInt(price.priceMicros) * BigInt(quantity), BigInt(price.per)];
  return micros(Number((amount + per - 1n) / per));
}

const keyOf = ({ provider, model, unit }: Pick<Price, 'provider' | 'model' | 'unit'>): string =>
  JSON.stringify([provider, model, unit]);

/** The list with these prices in the place of those for the same provider, model and unit. */
export function withChanges(prices: readonly Price[], changes: readonly Price[]): Price[] {
  const merged = new Map(prices.map((price) => [keyOf(price), price]));
  for (const change of changes) merged.set(keyOf(change), change);
  return [...merged.values()];
}
