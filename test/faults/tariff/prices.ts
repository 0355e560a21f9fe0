/** The tariffs as an operator reads them off the providers' pages and enters them: micro-dollars a unit. */
const entered = (provider: string, model: string, unit: string, priceMicros: number, per = 1) => ({
  provider,
  model,
  unit,
  priceMicros,
  per,
  source: 'the provider’s price page',
  asOf: '2026-11-01',
});

/** What is published through the API before anything is bought. A credit is what starting an order costs. */
export const PRICE_CHANGES = [
  entered('tariff-one', '*', 'credits', 25_000),
  entered('tariff-one', '720p', 'seconds', 31_000),
  entered('tariff-one', '1080p', 'seconds', 65_500),
  entered('tariff-two', '*', 'credits', 0),
  entered('tariff-two', '720p', 'seconds', 37_000),
  entered('tariff-two', '1080p', 'seconds', 78_000),
  entered('tariff-voice', '*', 'credits', 0),
  entered('tariff-voice', '*', 'characters', 16_500, 1_000),
];
