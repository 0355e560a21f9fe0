import type { StageExecution } from '../domain/execution.js';

export type StageOutcome = 'succeeded' | 'retrying' | 'failed' | 'released' | 'parked' | 'lost';

/** Told of every execution's begin and end; metrics are built on it. */
export abstract class StageObserver {
  abstract begin(execution: StageExecution): { end(outcome: StageOutcome, costMicros?: number): void };
}

export class SilentObserver extends StageObserver {
  override begin() {
    return { end: () => undefined };
  }
}
