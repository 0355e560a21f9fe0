import { Injectable } from '@nestjs/common';
import { AuditLog, userActor } from '#libs/auth';
import { acrossTenants, Database, GroupCommit, type Sql } from '#libs/database';
import type { IdempotentRequest } from '#libs/idempotency';
import type { JsonObject, Micros } from '#libs/kernel';
import type { StageError } from '../domain/execution.js';
import type { Completion } from '../domain/completion.js';
import type { Estimate } from '#libs/costs/domain';
import type { QueueClass } from '../domain/pipeline.js';
import type { Actor, JobView } from '../domain/views.js';
import { OrchestrationConfig } from '../orchestration.config.js';
import { quotaExceeded, type QuotaRefusal } from '../quotas/quota.js';
import { LOCK_JOB } from './control.sql.js';
import { END_JOB } from './fail.sql.js';
import { StageStore } from './stage-store.js';
import { INSERT_JOBS } from './submit.sql.js';

/** A key that lets its job be accepted once, and what every request with it is answered. */
export interface KeyedAnswer {
  request: IdempotentRequest;
  lifeSeconds: number;
  status: number;
  headers: Record<string, string>;
  /** The body for a job that waits, and for one that is begun at once; `placeholder` stands for the time of acceptance. */
  waiting: string;
  begun: string;
  placeholder: string;
}

export interface NewJob {
  id: string;
  tenantId: string;
  userId: string;
  pipeline: string;
  pipelineVersion: number;
  track: string;
  trackReason: string;
  input: JsonObject;
  seed: number;
  priority: number;
  budgetMicros: Micros | null;
  /** Null where nothing is to be bought. */
  estimate: Estimate | null;
  /** Null where it was submitted alone. */
  batchId: string | null;
  /** False where a concurrency limit holds the job back for now. */
  admitted: boolean;
  /** Who begins its only ready stage in the moment it is accepted; null where the queue decides. */
  begunBy: string | null;
  /** Absent where the submission may be repeated. */
  keyed?: KeyedAnswer;
  /** All of its track; those that wait for nothing have a row from the start, under this id. */
  stages: {
    id: string;
    stage: string;
    agent: string;
    queue: QueueClass;
    pending: number;
  }[];
}

export interface AcceptedJob {
  createdAt: Date;
  /** Whether its first stage runs already, under the lease of `begunBy`. */
  begun: boolean;
}

/** Refused by a quota; of the group that it stood in, the others are accepted. */
class Refused {
  constructor(readonly refusal: QuotaRefusal) {}
}

type JobRow = { id: string } & (
  { created_at: Date; begun: boolean; resource: null } | ({ created_at: null } & QuotaRefusal)
);

/** Jobs come in one by one: those that come while a statement is under way make the next one worth its while. */
const ONE_AT_A_TIME = 1;

/** Writes what people decide about jobs. */
@Injectable()
export class JobWriter {
  private readonly inserts = new GroupCommit<NewJob, AcceptedJob | Refused | null>(
    ownerOf,
    (group) => this.insertRows(this.database.pipelined, group),
    // As a group, which holds jobs of any tenants.
    async (job) => (await acrossTenants(() => this.insertRows(this.database, [job])))[0] ?? null,
    ONE_AT_A_TIME,
  );

  constructor(
    private readonly database: Database,
    private readonly stages: StageStore,
    private readonly config: OrchestrationConfig,
    private readonly audit: AuditLog,
  ) {}

  /**
   * The job is on disk when this returns; null where its key has been taken by another request.
   * @throws AppError `quota.jobs_exceeded`, `quota.storage_exceeded`
   */
  async insert(job: NewJob): Promise<AcceptedJob | null> {
    return unlessRefused(await this.inserts.add(job));
  }

  /**
   * All of the jobs, or none of them.
   * @throws as `insert`, where a quota has no room for all
   */
  insertTogether(jobs: NewJob[]): Promise<AcceptedJob[]> {
    return acrossTenants(() =>
      this.database.transaction(async (sql) =>
        (await this.insertRows(sql, jobs)).map((answer) => unlessRefused(answer) as AcceptedJob),
      ),
    );
  }

  /** Within a transaction of the caller's: the job stands or falls with it. @throws as `insert`, with the transaction still good */
  async insertWithin(sql: Sql, job: NewJob): Promise<AcceptedJob> {
    const [answer = null] = await this.insertRows(sql, [job]);
    return unlessRefused(answer) as AcceptedJob;
  }

  private async insertRows(sql: Sql, jobs: NewJob[]): Promise<(AcceptedJob | Refused | null)[]> {
    const keyed = jobs.filter(({ keyed: key }) => key !== undefined);
    const params = keyed.length === 0 ? this.params(jobs) : [...this.params(jobs), ...keyParams(keyed)];
    const { uncounted, counted } = INSERT_JOBS[keyed.length === 0 ? 'unkeyed' : 'keyed'];
    let rows = await sql.query<JobRow>(uncounted, params);
    // One of the tenants has a quota, or all keys were taken.
    if (rows.length === 0) rows = await sql.query<JobRow>(counted, params);
    const answers = new Map(rows.map((row) => [row.id, answerOf(row)]));
    return jobs.map((job) => answers.get(job.id) ?? null);
  }

  private params(jobs: NewJob[]): unknown[] {
    const stages = jobs.flatMap((job, index) =>
      job.stages.filter(({ pending }) => pending === 0).map((stage) => ({ ...stage, job, nth: index + 1 })),
    );
    return [
      jobs.map((job) => job.id),
      jobs.map((job) => job.tenantId),
      jobs.map((job) => job.userId),
      jobs.map((job) => job.pipeline),
      jobs.map((job) => job.pipelineVersion),
      jobs.map((job) => job.track),
      jobs.map((job) => job.trackReason),
      jobs.map((job) => JSON.stringify(job.input)),
      jobs.map((job) => job.seed),
      jobs.map((job) => job.priority),
      jobs.map((job) => job.budgetMicros),
      jobs.map((job) => job.admitted),
      jobs.map((job) => (job.begunBy === null ? null : stages.findIndex(({ job: of }) => of === job) + 1)),
      stages.map((stage) => stage.id),
      stages.map((stage) => stage.nth),
      stages.map((stage) => stage.stage),
      stages.map((stage) => stage.agent),
      stages.map((stage) => stage.queue),
      jobs.find((job) => job.begunBy !== null)?.begunBy ?? null,
      this.config.STAGE_LEASE_MS,
      jobs.map((job) => job.estimate && JSON.stringify(job.estimate)),
      jobs.map((job) => job.batchId),
      jobs.map((job) => JSON.stringify(created(job))),
    ];
  }

  /**
   * Lets the job go on from a stage that waits for a person, with what it brings at that moment: it may have been edited.
   * @param assertSeen throws where that is not what the person has seen
   * @returns false where it no longer waits
   */
  approve(
    { jobId, stage }: { jobId: string; stage: string },
    completionOf: (output: JsonObject) => Completion,
    actor: Actor,
    assertSeen: (sql: Sql) => Promise<void>,
  ): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      await sql.query(LOCK_JOB, [jobId]);
      await assertSeen(sql);
      const waiting = await this.waitingStage(sql, jobId, stage);
      if (waiting === null) return false;
      const at = { jobId, stageId: waiting.id };
      const completion = completionOf(waiting.output);
      const { STAGE_LEASE_MS } = this.config;
      const approved = await this.stages.approve(sql, at, completion, actor.userId, STAGE_LEASE_MS);
      if (approved) await this.recordDecision(sql, actor, 'job.approved', { jobId, stage });
      return approved;
    });
  }

  async rejectGate(job: JobView, stage: string, comment: string, actor: Actor): Promise<boolean> {
    const waiting = await this.waitingStage(this.database, job.id, stage);
    if (waiting === null) return false;
    const error: StageError = {
      code: 'job.rejected',
      message: comment || 'Rejected by a person',
      class: 'input',
      retryable: false,
      stage,
      nextAction: 'Change the brief as the comment says and submit it again.',
    };
    const params = [job.id, 'failed', JSON.stringify(error), actor.userId, waiting.id, null, false];
    return this.database.transaction(async (sql) => {
      await sql.query(LOCK_JOB, [job.id]);
      if ((await sql.query(END_JOB, params)).length === 0) return false;
      await this.recordDecision(sql, actor, 'job.rejected', { jobId: job.id, stage, comment });
      return true;
    });
  }

  private recordDecision(
    sql: Sql,
    { tenantId, userId }: Actor,
    action: string,
    { jobId, ...details }: { jobId: string; stage: string; comment?: string },
  ): Promise<void> {
    const target = { type: 'job', id: jobId };
    return this.audit.record(sql, { tenantId, actor: userActor(userId), action, target, details });
  }

  /** The stage and what it has brought, while it waits for a person. */
  private async waitingStage(
    sql: Sql,
    jobId: string,
    stage: string,
  ): Promise<{ id: string; output: JsonObject } | null> {
    const [row] = await sql.query<{ id: string; output: JsonObject }>(
      "SELECT id, output FROM stage_executions WHERE job_id = $1 AND stage = $2 AND status = 'awaiting_approval'",
      [jobId, stage],
    );
    return row ?? null;
  }
}

/** What the event log says of it. */
const created = ({ pipeline, pipelineVersion, track, trackReason, priority, begunBy, stages }: NewJob) => ({
  pipeline,
  pipelineVersion,
  track,
  trackReason,
  state: 'INIT',
  priority,
  ...(begunBy === null ? {} : { started: stages.find(({ pending }) => pending === 0)!.stage }),
});

const answerOf = (row: JobRow): AcceptedJob | Refused =>
  row.created_at === null ? new Refused(row) : { createdAt: row.created_at, begun: row.begun };

function unlessRefused(answer: AcceptedJob | Refused | null): AcceptedJob | null {
  if (answer instanceof Refused) throw quotaExceeded(answer.refusal);
  return answer;
}

/** Two jobs with the same key never stand in one group. */
function ownerOf({ id, keyed }: NewJob): string {
  if (keyed === undefined) return id;
  const { tenantId, caller, route, key } = keyed.request;
  return [tenantId, caller, route, key].join(' ');
}

function keyParams(jobs: NewJob[]): unknown[] {
  const keyed = jobs.map(({ id, tenantId, keyed: key }) => ({ id, tenantId, ...(key as KeyedAnswer) }));
  return [
    keyed.map(({ id }) => id),
    keyed.map(({ tenantId }) => tenantId),
    keyed.map(({ request }) => request.caller),
    keyed.map(({ request }) => request.route),
    keyed.map(({ request }) => request.key),
    keyed.map(({ request }) => request.fingerprint),
    keyed.map(({ lifeSeconds }) => lifeSeconds),
    keyed.map(({ status }) => status),
    keyed.map(({ headers }) => JSON.stringify(headers)),
    keyed.map(({ waiting }) => waiting),
    keyed.map(({ begun }) => begun),
    keyed.map(({ placeholder }) => placeholder),
  ];
}
