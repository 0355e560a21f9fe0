import type { JsonObject } from '#libs/kernel';
import type { StageExecution, StageResult } from '../domain/execution.js';

export interface ExecutionHooks {
  /** Aborted on cancel, shutdown and a lost lease: the work must stop, not only be forgotten. */
  signal: AbortSignal;
  /**
   * To be called right before anything leaves the process on the stage's behalf.
   * @throws AppError `stage.lease_lost` once the stage is no longer ours, even before the signal tells
   */
  assertHeld(): void;
  progress(fraction: number): void;
}

/** Does the work of a stage. Implemented by `libs/agents`; orchestration knows no agent. */
export abstract class StageExecutor {
  /** @throws AppError with the class and whether a retry may help; anything else counts as ours and retryable */
  abstract execute(execution: StageExecution, input: JsonObject, hooks: ExecutionHooks): Promise<StageResult>;
}
