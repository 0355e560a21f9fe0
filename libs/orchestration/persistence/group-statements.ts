import type { Database } from '#libs/database';
import type { Completion } from '../domain/completion.js';
import type { StageExecution } from '../domain/execution.js';
import { CLAIM_STAGES } from './claim.sql.js';
import { FINISH_CHAINED } from './finish-chained.sql.js';
import { jobFacts, stageExecution, type JobFactsRow, type StageRow } from './rows.js';

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

type ClaimedRow = StageRow & Omit<JobFactsRow, 'id'> & { job_id: string };

/** Claims by stage id. All of a group belong to one process: owner and lease are the same. */
export async function claimTogether(
  database: Database,
  group: Claim[],
): Promise<Map<string, StageExecution>> {
  const [{ owner, leaseMs }] = group as [Claim];
  const params = [group.map((c) => c.jobId), group.map((c) => c.stageId), owner, leaseMs];
  const rows = await database.query<ClaimedRow | { id: null }>(CLAIM_STAGES, params);
  return new Map(
    rows
      .filter((row) => row.id !== null)
      .map((row) => [row.id, stageExecution(row, jobFacts({ ...row, id: row.job_id }))]),
  );
}

/** By job: the successor that was claimed. A job without one has ended. */
export async function finishTogether(
  database: Database,
  group: ChainedFinish[],
): Promise<Map<string, StageExecution>> {
  const [{ owner, leaseMs }] = group as [ChainedFinish];
  const rows = await database.query<(StageRow & { job_id: string }) | { id: null }>(FINISH_CHAINED, [
    group.map((f) => f.jobId),
    group.map((f) => f.execution.id),
    group.map((f) => f.execution.token),
    group.map((f) => JSON.stringify(f.completion.output)),
    group.map((f) => JSON.stringify(f.completion.provenance)),
    group.map((f) => f.completion.costMicros),
    group.map((f) => f.completion.scores && JSON.stringify(f.completion.scores)),
    group.map((f) => f.execution.stage),
    group.map((f) => f.completion.chain),
    group.map((f) => f.completion.reaches),
    owner,
    leaseMs,
    group.length + group.filter((f) => f.completion.chain !== null).length,
    group.map((f) => JSON.stringify(succeeded(f))),
  ]);
  const byJob = new Map(group.map((finish) => [finish.jobId, finish]));
  return new Map(
    rows
      .filter((row) => row.id !== null)
      .map((row) => [row.job_id, stageExecution(row, jobAfter(byJob.get(row.job_id)!))]),
  );
}

/** What the event log says of it: as FINISH_STAGE does. */
const succeeded = ({ execution: { stage, item, attempt }, completion }: ChainedFinish) => ({
  stage,
  item,
  attempt,
  costMicros: completion.costMicros,
  scores: completion.scores,
  state: completion.reaches,
  started: completion.chain,
});

/** What the successor sees of the job: nothing but its cost has changed. */
const jobAfter = ({ execution: { job }, completion }: ChainedFinish) => ({
  ...job,
  costMicros: job.costMicros + completion.costMicros,
});
