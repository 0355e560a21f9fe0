import type { Choice, Quantity } from './choice.js';

/** One part of a job: who would do it, and what for. */
export type EstimateLine = Choice & { quantities: readonly Quantity[] };

/** Another way to do the job. Amounts are micro-dollars. */
export interface Alternative {
  name: string;
  description: string;
  lowMicros: number;
  highMicros: number;
}

/** What a job will cost at least and at most, before it is begun. */
export interface Estimate {
  lowMicros: number;
  highMicros: number;
  /** Version of the price list. */
  priceList: string;
  lines: EstimateLine[];
  alternatives: Alternative[];
}
