/** What providers count and price lists name. */
export const USAGE_UNITS = ['tokens_in', 'tokens_out', 'characters', 'seconds', 'images', 'credits'] as const;
export type UsageUnit = (typeof USAGE_UNITS)[number];

/** What a call used or may use at most, e.g. `{ provider: 'openai', model: 'gpt-5-mini', unit: 'tokens_in', quantity: 812 }`. */
export type Usage = {
  provider: string;
  model: string;
  unit: UsageUnit;
  /** A whole number; what is begun counts as whole. */
  quantity: number;
};
