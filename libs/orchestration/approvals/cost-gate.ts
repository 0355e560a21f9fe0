import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import type { JsonObject } from '#libs/kernel';
import { gateVerdict, type GateVerdict } from '../application/completion.js';
import type { StageExecution, StageResult } from '../domain/execution.js';
import type { GraphStage } from '../domain/pipeline-graph.js';
import type { WeighedCost } from '../domain/views.js';
import { valueAt } from '../domain/value-at.js';
import { LOG_WAIVED } from '../persistence/thresholds.sql.js';
import { writeDown } from '../persistence/write-down.js';
import { ApprovalThresholds } from './approval-thresholds.js';

/** Decides how a job goes on after a stage, and whether its planned cost is worth a person's time. */
@Injectable()
export class CostGate {
  constructor(
    private readonly database: Database,
    private readonly thresholds: ApprovalThresholds,
  ) {}

  /** `result` as it is to be stored: with what was weighed in its provenance. */
  async judge(
    stage: GraphStage,
    execution: StageExecution,
    result: StageResult,
  ): Promise<{ verdict: GateVerdict; result: StageResult }> {
    const { input } = execution.job;
    const verdict = gateVerdict(stage, result.output, input);
    // Whatever else asks for a person goes on waiting for one.
    if (verdict.kind !== 'wait' || verdict.because !== 'approval' || stage.approvalAbove === undefined)
      return { verdict, result };
    const weighed = await this.weigh(stage.approvalAbove, execution, result.output);
    if (weighed === null) return { verdict, result };
    const { waived } = weighed;
    if (waived) await this.tell(execution, weighed);
    return {
      verdict: waived ? { kind: 'pass' } : verdict,
      result: { ...result, provenance: { ...result.provenance, approval: weighed } },
    };
  }

  /** Null where there is no threshold, or nothing to hold against it: then a person is asked. */
  private async weigh(
    { planned, threshold }: NonNullable<GraphStage['approvalAbove']>,
    { job }: StageExecution,
    output: JsonObject,
  ): Promise<WeighedCost | null> {
    const own = await this.thresholds.of(job.tenantId);
    const aboveMicros = own?.aboveMicros ?? valueAt(job.input, threshold);
    const plannedMicros = output[planned];
    if (typeof aboveMicros !== 'number' || typeof plannedMicros !== 'number') return null;
    const by = own === null ? 'preset' : 'tenant';
    return { plannedMicros, aboveMicros, by, waived: plannedMicros <= aboveMicros };
  }

  /** Where the lease is lost nothing is told; whoever finishes the stage then learns of it. */
  private async tell(execution: StageExecution, weighed: WeighedCost): Promise<void> {
    await writeDown(this.database, execution);
    const { job, id, stage, token } = execution;
    await this.database.query(LOG_WAIVED, [job.id, id, token, JSON.stringify({ stage, ...weighed })]);
  }
}
