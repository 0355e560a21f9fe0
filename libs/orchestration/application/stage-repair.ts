import { Injectable } from '@nestjs/common';
import type { ReadyStage, StageExecution } from '../domain/execution.js';
import type { RerunRequest } from '../domain/rerun.js';
import { RerunStore } from '../persistence/rerun-store.js';
import { RerunPlanning } from './rerun-planning.js';

/** Sends items of a fan-out back, as a gate has asked for. */
@Injectable()
export class StageRepair {
  constructor(
    private readonly store: RerunStore,
    private readonly planning: RerunPlanning,
  ) {}

  /** The stage itself waits for what runs again: its own output is of no use any more. @returns null where the lease is lost */
  repair(execution: StageExecution, request: RerunRequest, owner: string): Promise<ReadyStage[] | null> {
    return this.store.repair(execution, owner, request, (job, sql) => this.planning.plan(job, request, sql));
  }
}
