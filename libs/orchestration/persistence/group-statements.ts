import type { Database } from '#libs/database';
import type { Completion } from '../domain/completion.js';
import type { StageExecution } from '../domain/execution.js';
import { CLAIM_STAGES } from './claim.sql.js';
import { FINISH_CHAINED } from './finish-chained.sql.js';
import { jobFacts, stageExecution, type JobRow, type StageRow } from './rows.js';

export interface Claim {
  jobId: string;
  stageId: string;
  owner: string;
  leaseMs: number;
}

export interface ChainedFinish {
  jobId: string;
  execution: StageExecution;
  completion: Completion;
  owner: string;
  leaseMs: number;
}

/** Claims by stage id. All of a group belong to one process: owner and lease are the same. */
export async function claimTogether(
  database: Database,
  group: Claim[],
): Promise<Map<string, StageExecution>> {
  const [{ owner, leaseMs }] = group as [Claim];
  const params = [group.map((c) => c.jobId), group.map((c) => c.stageId), owner, leaseMs];
  const rows = await database.query<StageRow & { job: JobRow }>(CLAIM_STAGES, params);
  return new Map(rows.map((row) => [row.id, stageExecution(row, jobFacts(row.job))]));
}

/** By job: the successor that was claimed, or null where the job has ended. */
export async function finishTogether(
  database: Database,
  group: ChainedFinish[],
): Promise<Map<string, StageExecution | null>> {
  const [{ owner, leaseMs }] = group as [ChainedFinish];
  const rows = await database.query<{ job_id: string; chained: StageRow | null }>(FINISH_CHAINED, [
    group.map((f) => f.jobId),
    group.map((f) => f.execution.id),
    group.map((f) => f.execution.token),
    group.map((f) => JSON.stringify(f.completion.output)),
    group.map((f) => JSON.stringify(f.completion.provenance)),
    group.map((f) => f.completion.costMicros),
    group.map((f) => f.completion.scores && JSON.stringify(f.completion.scores)),
    group.map((f) => f.completion.chain),
    group.map((f) => f.completion.reaches),
    owner,
    leaseMs,
  ]);
  const byJob = new Map(group.map((finish) => [finish.jobId, finish]));
  return new Map(
    rows.map(({ job_id: id, chained }) => [id, chained && stageExecution(chained, jobAfter(byJob.get(id)!))]),
  );
}

/** What the successor sees of the job: nothing but its cost has changed. */
const jobAfter = ({ execution: { job }, completion }: ChainedFinish) => ({
  ...job,
  costMicros: job.costMicros + completion.costMicros,
});
