/**
 * What the providers of this drill charge, in their own words and units: tenths of a cent, with a start-up fee here and a whole
 * thousand there. Nothing on our side reads this file: our prices are what an operator has entered.
 */
export type Sheet = (order: { model: string; made: number }) => number;

const MICROS_IN_TENTH_OF_A_CENT = 1_000;

const PER_SECOND = {
  'tariff-one': { '720p': 31, '1080p': 65.5 },
  'tariff-two': { '720p': 37, '1080p': 78 },
} as const;

const START_UP_FEE = 25;

const secondsOf = (provider: keyof typeof PER_SECOND, model: string): number => {
  const rate = (PER_SECOND[provider] as Record<string, number>)[model];
  if (rate === undefined) throw new RangeError(`${provider} does not make ${model}`);
  return rate;
};

/** Micro-dollars for what was made: seconds of film, or characters spoken. */
export const SHEETS: Record<string, Sheet> = {
  'tariff-one': ({ model, made }) =>
    (START_UP_FEE + secondsOf('tariff-one', model) * made) * MICROS_IN_TENTH_OF_A_CENT,
  'tariff-two': ({ model, made }) => secondsOf('tariff-two', model) * made * MICROS_IN_TENTH_OF_A_CENT,
  // 1.65 cents for a thousand characters; a fraction of a micro-dollar counts as a whole one.
  'tariff-voice': ({ made }) => Math.ceil((made * 33) / 2),
};
