import { seededRandom, type Random } from '#libs/kernel';

/** What can go wrong with a request that submits work. */
const FAULTS = ['charge-then-drop', 'charge-then-500', 'too-many', 'slow', 'reset'] as const;
export type Fault = (typeof FAULTS)[number];

export interface FaultSettings {
  seed: number;
  /** Share of submissions that meet each fault, 0 to 1; together at most 1. */
  rates: Partial<Record<Fault, number>>;
  /** Faults of one kind end after so many; none: they go on. */
  limit: number | null;
  /** How long the provider works on one generation, in ms. */
  workMs: [min: number, max: number];
  /** Each webhook is sent this many times, in a shuffled order. */
  webhookCopies: number;
}

const CALM: FaultSettings = { seed: 1, rates: {}, limit: null, workMs: [50, 400], webhookCopies: 1 };

/** Decides, reproducibly for a seed and an order of requests, which of them meet a fault. */
export class FaultPlan {
  private random: Random;
  private injected: Record<string, number> = {};

  constructor(private current: FaultSettings = CALM) {
    this.random = seededRandom(current.seed, 'provider faults');
  }

  get settings(): FaultSettings {
    return this.current;
  }

  /** How many of each fault have been injected. */
  get counts(): Record<string, number> {
    return { ...this.injected };
  }

  set(settings: Partial<FaultSettings>): void {
    this.current = { ...this.current, ...settings };
    this.random = seededRandom(this.current.seed, 'provider faults');
    this.injected = {};
  }

  next(): Fault | null {
    let at = this.random.next();
    for (const fault of FAULTS) {
      at -= this.current.rates[fault] ?? 0;
      if (at >= 0) continue;
      const before = this.injected[fault] ?? 0;
      if (this.current.limit !== null && before >= this.current.limit) return null;
      this.injected[fault] = before + 1;
      return fault;
    }
    return null;
  }

  workMs(): number {
    return this.random.integer(...this.current.workMs);
  }

  shuffle<T>(items: T[]): T[] {
    return this.random.shuffle(items);
  }
}
