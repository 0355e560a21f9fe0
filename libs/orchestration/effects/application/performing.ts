import type { JsonObject } from '#libs/kernel';
import type { PaidOperation } from '../domain/paid-operation.js';

/** What the stage lets the journal know of its lease. */
export interface StageHold {
  /** Aborted on cancel, timeout, shutdown and a lost lease. */
  signal: AbortSignal;
  /** @throws AppError `stage.lease_lost` */
  assertHeld(): void;
}

export interface PerformOptions {
  /** Names the effect within its stage: the same key is the same effect, however often the stage runs. */
  key: string;
  /** Asked in this order, each only after the one before has definitely failed or is too dear for a budget. */
  fallbacks?: PaidOperation[];
}

export interface Performed<R extends JsonObject> {
  effectId: string;
  provider: string;
  result: R;
  costMicros: number;
}
