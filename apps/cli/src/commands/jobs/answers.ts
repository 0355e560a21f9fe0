import type { Job } from '../../api/api-types.js';

/** What the API answers about the control of jobs; its schemas are in `apps/api`, which nothing may import. */
export interface ListedJob {
  readonly id: string;
  readonly pipeline: string;
  readonly status: string;
  readonly state: string;
  readonly progress: number;
  readonly priority: number;
  readonly costMicros: number;
  readonly createdAt: string;
}

export interface JobPage {
  readonly items: readonly ListedJob[];
  readonly nextCursor: string | null;
}

export type ShownJob = Job & ListedJob;

export interface Receipt {
  readonly spentMicros: number;
  readonly stopped: readonly { stage: string; item: number | null; owner: string; ranMs: number }[];
  readonly pendingEffects: readonly {
    provider: string;
    operation: string;
    state: string;
    externalId: string | null;
    estimatedMicros: number;
  }[];
  readonly notRecoverableMicros: number;
}

export type CancelledJob = ShownJob & { readonly receipt: Receipt };

export interface Rerun {
  readonly dryRun: boolean;
  readonly state: string;
  readonly lastCostMicros: number;
  readonly executions: readonly { stage: string; item: number | null; lastCostMicros: number | null }[];
}

export interface Bulk {
  readonly dryRun: boolean;
  readonly items: readonly { id: string; outcome: string; code?: string }[];
  readonly more: boolean;
}

export interface Drain {
  readonly drained: boolean;
  readonly reason: string | null;
  readonly changedBy: string | null;
  readonly changedAt: string;
  readonly runningStages: number;
}

export interface Limits {
  readonly items: readonly { scope: string; key: string; maxJobs: number }[];
}

export interface JobCosts {
  readonly budgetMicros: number | null;
  readonly estimate: { readonly lowMicros: number; readonly highMicros: number } | null;
  readonly heldMicros: number;
  readonly spentMicros: number;
  readonly purchases: readonly {
    provider: string;
    operation: string;
    reservedMicros: number;
    heldMicros: number;
    spentMicros: number;
    at: string;
  }[];
}
