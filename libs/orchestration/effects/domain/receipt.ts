import type { EffectState } from './effect.js';

/** What a cancellation stopped, and what it could not take back. Amounts in micro-dollars. */
export interface Receipt {
  jobId: string;
  /** Who cancelled it; null for a job of a time when that was not recorded. */
  cancelledBy: string | null;
  cancelledAt: string;
  /** What the job has cost so far. It grows while providers still charge for what is pending. */
  spentMicros: number;
  /** The work that was running. `owner`: the process; `ranMs`: for how long this attempt had run. */
  stopped: { stage: string; item: number | null; owner: string; ranMs: number }[];
  /** Calls to providers whose end is not known yet: they may still be charged. */
  pendingEffects: PendingEffect[];
  /** The sum of their estimates. */
  notRecoverableMicros: number;
}

export interface PendingEffect {
  id: string;
  stage: string;
  item: number | null;
  provider: string;
  operation: string;
  state: EffectState;
  /** Its id at the provider, once that is known. */
  externalId: string | null;
  estimatedMicros: number;
}
