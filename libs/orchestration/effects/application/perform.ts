import type { JsonObject } from '#libs/kernel';
import type { Effect } from '../domain/effect.js';
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
  /** Under which its result may be used again by others who ask for the same. */
  cacheKey?: string;
}

export interface Performed<R extends JsonObject> {
  effectId: string;
  provider: string;
  result: R;
  costMicros: number;
  /** Bought for another stage: nothing was paid here. */
  reused?: true;
}

const RETRY_LOOK_MS = [250, 500, 1_000, 2_000, 5_000];

/** Who is asked, for what, on whose account. */
export const identityOf = ({ provider, operation, account }: PaidOperation) => ({
  provider,
  operation,
  account,
});

export const isOf = (operation: PaidOperation, effect: Effect): boolean =>
  operation.provider === effect.provider &&
  operation.operation === effect.operation &&
  operation.account === effect.account;

/** How long to wait before looking again, in ms. */
export const backoff = (failures: number): number =>
  RETRY_LOOK_MS[Math.min(failures, RETRY_LOOK_MS.length) - 1] ?? 0;
