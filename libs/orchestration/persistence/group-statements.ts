import type { Sql } from '#libs/database';
import { newId } from '#libs/kernel';
import type { Completion } from '../domain/completion.js';
import { FIRST_RUN, type CarriedStage, type StageExecution } from '../domain/execution.js';
import type { Successor } from '../domain/pipeline-graph.js';
import { CLAIM_STAGES } from './claim.sql.js';
import { FINISH_CHAINED } from './finish-chained.sql.js';
import { jobFacts, stageExecution, type JobFactsRow, type StageRow } from './rows.js';

export interface Claim {
  jobId: string;
  stageId: string;
  owner: string;
  leaseMs: number;
}

/** All of a group are carried by their jobs, or all have rows. */
export interface ChainedFinish {
  jobId: string;
  execution: StageExecution;
  /** As it was when it was done: by now it may have been given a row. */
  carried: CarriedStage | null;
  completion: Completion;
  owner: string;
  leaseMs: number;
}

type ClaimedRow = StageRow & Omit<JobFactsRow, 'id'> & { job_id: string };

/** Claims by stage id. All of a group belong to one process: owner and lease are the same. */
export async function claimTogether(sql: Sql, group: Claim[]): Promise<Map<string, StageExecution>> {
  const [{ owner, leaseMs }] = group as [Claim];
  const params = [group.map((c) => c.jobId), group.map((c) => c.stageId), owner, leaseMs];
  const rows = await sql.query<ClaimedRow | { id: null }>(CLAIM_STAGES, params);
  return new Map(
    rows
      .filter((row) => row.id !== null)
      .map((row) => [row.id, stageExecution(row, jobFacts({ ...row, id: row.job_id }))]),
  );
}

/** What becomes of each, in order: the successor that was claimed, or null where the job has ended. */
export async function finishTogether(sql: Sql, group: ChainedFinish[]): Promise<(StageExecution | null)[]> {
  const [{ owner, leaseMs, carried }] = group as [ChainedFinish];
  const nextIds = group.map(({ completion }) => (completion.successors.length === 0 ? null : newId()));
  const successors = group.map(({ completion }) => completion.successors[0] ?? null);
  const params = [
    group.map(({ jobId }) => jobId),
    group.map(({ execution }) => execution.id),
    group.map(({ execution }) => execution.token),
    group.map(({ completion }) => JSON.stringify(completion.output)),
    group.map(({ completion }) => JSON.stringify(completion.provenance)),
    untilNulls(group.map(({ completion }) => completion.costMicros || null)),
    untilNulls(group.map(({ completion }) => completion.scores && JSON.stringify(completion.scores))),
    untilNulls(group.map(({ completion }) => completion.reaches)),
    group.map((finish) => JSON.stringify(succeeded(finish))),
    owner,
    leaseMs,
    untilNulls(nextIds),
    ...(['stage', 'agent', 'queue'] as const).map((key) =>
      untilNulls(successors.map((next) => next && next[key])),
    ),
  ];
  const [row] =
    carried === null
      ? await sql.query<{ at: Date }>(FINISH_CHAINED.written, params)
      : await sql.query<{ at: Date }>(FINISH_CHAINED.carried, [...params, ...carriedParams(group)]);
  return group.map((finish, index) => {
    const [id, next] = [nextIds[index], successors[index]];
    return id && next ? successorOf(finish, id, next, (row as { at: Date }).at) : null;
  });
}

const carriedParams = (group: ChainedFinish[]): unknown[] => [
  group.map(({ execution }) => execution.stage),
  group.map(({ execution }) => execution.agent),
  group.map(({ carried }) => carried?.queue),
  group.map(({ carried }) => carried?.beganAt),
];

/** The stage that goes on, as it stands once the one before it is finished. */
function successorOf(
  { execution: { job }, completion }: ChainedFinish,
  id: string,
  { stage, agent, queue }: Successor,
  beganAt: Date,
): StageExecution {
  const costMicros = job.costMicros + completion.costMicros;
  return { ...FIRST_RUN, id, stage, agent, carried: { queue, beganAt }, job: { ...job, costMicros } };
}

/** What the event log says of it: as FINISH_STAGE does, and like there, what there is none of is left out. */
const succeeded = ({ execution: { stage, attempt }, completion }: ChainedFinish) => ({
  stage,
  attempt,
  costMicros: completion.costMicros,
  scores: completion.scores ?? undefined,
  state: completion.reaches ?? undefined,
  started: completion.chain ?? undefined,
});

/** Without the nulls at the end, which the statement adds again. */
function untilNulls<T>(list: (T | null)[]): (T | null)[] {
  return list.slice(0, list.findLastIndex((value) => value !== null) + 1);
}
