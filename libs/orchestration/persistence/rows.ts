import type { JsonObject } from '#libs/kernel';
import type { Estimate } from '#libs/costs/domain';
import type { JobFacts, StageError, StageExecution } from '../domain/execution.js';
import type { JobState, JobStatus } from '../domain/state-machine.js';

/** A row of `jobs`, as SQL names it. */
export interface JobRow {
  id: string;
  tenant_id: string;
  created_by: string;
  pipeline: string;
  pipeline_version: number;
  track: string;
  track_reason: string;
  input: JsonObject;
  seed: number;
  priority: number;
  schedule_id: string | null;
  batch_id: string | null;
  status: JobStatus;
  state: JobState;
  scores: Record<string, number>;
  cost_micros: number;
  budget_micros: number | null;
  /** Null where nothing is to be bought. */
  estimate: Estimate | null;
  error: StageError | null;
  event_seq: number;
  admitted_at: string | Date | null;
  created_at: string | Date;
  started_at: string | Date | null;
  finished_at: string | Date | null;
}

/** The columns of `stage_executions` that a running stage needs. */
export interface StageRow {
  id: string;
  stage: string;
  item: number | null;
  agent: string;
  attempt: number;
  generation: number;
  lease_token: number;
}

/** The columns of `jobs` that a running stage needs. */
export type JobFactsRow = Pick<
  JobRow,
  | 'id'
  | 'tenant_id'
  | 'pipeline'
  | 'pipeline_version'
  | 'track'
  | 'track_reason'
  | 'input'
  | 'seed'
  | 'priority'
  | 'cost_micros'
  | 'budget_micros'
>;

export const jobFacts = (row: JobFactsRow): JobFacts => ({
  id: row.id,
  tenantId: row.tenant_id,
  pipeline: row.pipeline,
  pipelineVersion: row.pipeline_version,
  track: row.track,
  trackReason: row.track_reason,
  input: row.input,
  seed: row.seed,
  priority: row.priority,
  costMicros: row.cost_micros,
  budgetMicros: row.budget_micros,
});

export const stageExecution = (row: StageRow, job: JobFacts): StageExecution => ({
  id: row.id,
  stage: row.stage,
  item: row.item,
  agent: row.agent,
  attempt: row.attempt,
  generation: row.generation,
  token: row.lease_token,
  carried: null,
  job,
});
