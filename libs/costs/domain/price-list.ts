import { AppError, micros, type Micros } from '#libs/kernel';

/** What a provider asks for one unit. `model: '*'` stands for every model, `provider: 'local-*'` for every name that begins so. */
export interface Price {
  readonly provider: string;
  readonly model: string;
  readonly unit: string;
  /** Micro-dollars for `per` units: a token costs less than one micro-dollar. */
  readonly priceMicros: Micros;
  readonly per: number;
}

/** Prices as they stood on a day. A published version never changes: a new price is a new version. */
export interface PriceList {
  readonly version: string;
  readonly prices: readonly Price[];
}

const UNITS = ['tokens_in', 'tokens_out', 'characters', 'seconds', 'images'] as const;

/** These work on our own machines: no bill arrives for them, whatever the unit. */
const LOCAL: Price[] = ['local-*', 'flite'].flatMap((provider) =>
  UNITS.map((unit) => Object.freeze({ provider, model: '*', unit, priceMicros: micros(0), per: 1 })),
);

export const PRICE_LIST: PriceList = Object.freeze({ version: '2026-11-1', prices: Object.freeze(LOCAL) });

/** @throws AppError `costs.unknown_price`: what has no price is not bought. */
export function priceOf(list: PriceList, provider: string, unit: string, model = '*'): Price {
  const fits = list.prices.filter((price) => covers(price.provider, provider) && price.unit === unit);
  const price = fits.find((p) => p.model === model) ?? fits.find((p) => p.model === '*');
  if (price !== undefined) return price;
  throw new AppError(
    'costs.unknown_price',
    `The price list ${list.version} has no price for ${unit} of ${provider}${model === '*' ? '' : ` (${model})`}; add one, or choose another provider`,
    { class: 'budget', details: { provider, model, unit, priceList: list.version } },
  );
}

const covers = (listed: string, provider: string): boolean =>
  listed.endsWith('*') ? provider.startsWith(listed.slice(0, -1)) : listed === provider;

/** What a quantity costs, rounded up to a whole micro-dollar. Integers throughout. */
export function amountOf(price: Price, quantity: number): Micros {
  if (!Number.isSafeInteger(quantity) || quantity < 0) {
    throw new RangeError(`${quantity} is not a whole number of ${price.unit}`);
  }
  const [amount, per] = [BigInt(price.priceMicros) * BigInt(quantity), BigInt(price.per)];
  return micros(Number((amount + per - 1n) / per));
}
