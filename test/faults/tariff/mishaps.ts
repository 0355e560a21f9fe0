import { seededRandom, type Random } from '#libs/kernel';

/** What can go wrong with an order, from a plain refusal to work that fails half-way and costs all the same. */
export const MISHAPS = [
  'refuse',
  'too-many',
  'charge-then-drop',
  'charge-then-500',
  'reset',
  'fail',
] as const;
export type Mishap = (typeof MISHAPS)[number];

export interface TariffSettings {
  seed: number;
  /** Share of orders that meet each mishap, 0 to 1; together at most 1. */
  rates: Partial<Record<Mishap, number>>;
  /** How long an order takes, in ms. */
  workMs: [min: number, max: number];
  /** Answers every order with 429, after a while. */
  overloaded: boolean;
}

export class MishapPlan {
  readonly counts: Partial<Record<Mishap, number>> = {};
  settings: TariffSettings = { seed: 1, rates: {}, workMs: [50, 300], overloaded: false };
  random: Random = seededRandom(1, 'tariff');

  set(settings: Partial<TariffSettings>): void {
    this.settings = { ...this.settings, ...settings };
    this.random = seededRandom(this.settings.seed, 'tariff');
  }

  next(): Mishap | null {
    let at = this.random.next();
    for (const mishap of MISHAPS) {
      at -= this.settings.rates[mishap] ?? 0;
      if (at >= 0) continue;
      this.counts[mishap] = (this.counts[mishap] ?? 0) + 1;
      return mishap;
    }
    return null;
  }
}
