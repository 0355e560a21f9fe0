import { Injectable } from '@nestjs/common';
import { Database, GroupCommit, type Sql } from '#libs/database';
import { newId, type JsonValue } from '#libs/kernel';
import type { Completion, Finished } from '../domain/completion.js';
import type {
  Outputs,
  PublishedArtifact,
  ReadyStage,
  StageError,
  StageExecution,
} from '../domain/execution.js';
import { CLAIM_STAGE, RELEASE_STAGE, RENEW_LEASES } from './claim.sql.js';
import { LOCK_JOB } from './control.sql.js';
import { END_JOB, PARK_STAGE, RETRY_STAGE } from './fail.sql.js';
import { FINISH_STAGE } from './finish.sql.js';
import { claimTogether, finishTogether, type ChainedFinish, type Claim } from './group-statements.js';
import { writeDown } from './write-down.js';
import { jobFacts, stageExecution, type JobRow, type StageRow } from './rows.js';

/** The guarded statements that move stages. Every one answers null or false where the lease is no longer ours. */
@Injectable()
export class StageStore {
  private readonly claims = new GroupCommit(
    (claim: Claim) => claim.jobId,
    (group) => this.claimGroup(group),
    (claim) => this.claimAlone(claim),
  );
  private readonly finishes = { carried: this.finishing(), written: this.finishing() };

  constructor(private readonly database: Database) {}

  claim(jobId: string, stageId: string, owner: string, leaseMs: number): Promise<StageExecution | null> {
    return this.claims.add({ jobId, stageId, owner, leaseMs });
  }

  /** Renews many leases at once. @returns the ids of those that are still ours */
  async renew(
    leases: { execution: StageExecution; progress: number }[],
    leaseMs: number,
  ): Promise<Set<string>> {
    await writeDown(this.database, ...leases.map(({ execution }) => execution));
    const ordered = leases.toSorted((a, b) => (a.execution.job.id < b.execution.job.id ? -1 : 1));
    const rows = await this.database.query<{ id: string }>(RENEW_LEASES, [
      ordered.map(({ execution }) => execution.id),
      ordered.map(({ execution }) => execution.token),
      ordered.map(({ progress }) => progress),
      leaseMs,
    ]);
    return new Set(rows.map((row) => row.id));
  }

  finish(
    execution: StageExecution,
    completion: Completion,
    owner: string,
    leaseMs: number,
  ): Promise<Finished | null> {
    const { carried } = execution;
    const finish = { jobId: execution.job.id, execution, carried, completion, owner, leaseMs };
    if (!isChainLink(execution, completion)) return this.finishAlone(finish);
    return this.finishes[carried === null ? 'written' : 'carried'].add(finish);
  }

  /** Completes a stage that waits for a person's yes, within a transaction of the caller's. */
  async approve(
    sql: Sql,
    at: { jobId: string; stageId: string },
    completion: Completion,
    actor: string,
    leaseMs: number,
  ): Promise<boolean> {
    const rows = await this.finishRow({ ...at, token: null }, completion, actor, leaseMs, sql);
    return rows.length > 0;
  }

  /** Stores the result of a stage that the pipeline's gate rejects, and fails the job with it. */
  reject(
    execution: StageExecution,
    completion: Completion,
    error: StageError,
    owner: string,
  ): Promise<boolean> {
    const at = { jobId: execution.job.id, stageId: execution.id, token: execution.token };
    return this.database.transaction(async (sql) => {
      const held = { ...completion, successors: [], fanOuts: [], chain: null, reaches: null };
      await sql.query(LOCK_JOB, [at.jobId]);
      const rows = await this.finishRow(at, held, owner, 0, sql);
      if (rows.length === 0) return false;
      await sql.query(END_JOB, [at.jobId, 'failed', JSON.stringify(error), owner, null, null, false]);
      return true;
    });
  }

  async park(execution: StageExecution, completion: Completion, owner: string): Promise<boolean> {
    await writeDown(this.database, execution);
    const { output, provenance, costMicros, scores, artifacts } = completion;
    const rows = await this.database.query(PARK_STAGE, [
      execution.job.id,
      execution.id,
      execution.token,
      json(output),
      json(provenance),
      costMicros,
      json(scores),
      owner,
      artifactRows(artifacts),
    ]);
    return rows.length > 0;
  }

  /** @param counts whether the attempt counts against those that the stage may make */
  async retryLater(
    execution: StageExecution,
    { delayMs, counts }: { delayMs: number; counts: boolean },
    error: StageError,
    owner: string,
  ): Promise<boolean> {
    await writeDown(this.database, execution);
    const { job, id, token } = execution;
    const params = [job.id, id, token, delayMs, JSON.stringify(error), owner, counts ? 0 : 1];
    return (await this.database.query(RETRY_STAGE, params)).length > 0;
  }

  async release(execution: StageExecution): Promise<void> {
    await writeDown(this.database, execution);
    await this.database.query(RELEASE_STAGE, [execution.job.id, execution.id, execution.token]);
  }

  /** Fails the job because of this stage. */
  fail(execution: StageExecution, error: StageError, owner: string): Promise<boolean> {
    const { job, id, token } = execution;
    return this.endJob(job.id, [JSON.stringify(error), owner, id, token, false]);
  }

  /** Fails the job because of a stage whose lease ran out too often. */
  failPoisoned(
    { jobId, stageId, token }: { jobId: string; stageId: string; token: number },
    error: StageError,
  ): Promise<boolean> {
    return this.endJob(jobId, [JSON.stringify(error), 'sweeper', stageId, token, true]);
  }

  /** Locks first: what whoever held the lock before has made of a fan-out must be seen, or its items would outlive the job. */
  private endJob(jobId: string, params: unknown[]): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      await sql.query(LOCK_JOB, [jobId]);
      return (await sql.query(END_JOB, [jobId, 'failed', ...params])).length > 0;
    });
  }

  /** The outputs of earlier stages by name; of a fan-out, the list in item order. */
  async outputs(jobId: string, stages: string[]): Promise<Outputs> {
    if (stages.length === 0) return new Map();
    const rows = await this.database.query<{ stage: string; output: JsonValue }>(
      `SELECT stage, CASE WHEN bool_or(fans_out) THEN coalesce(jsonb_agg(output ORDER BY item) FILTER (WHERE item IS NOT NULL), '[]')
                          ELSE jsonb_agg(output) -> 0 END AS output
       FROM stage_executions WHERE job_id = $1 AND stage = ANY($2) AND status = 'succeeded' GROUP BY stage`,
      [jobId, stages],
    );
    return new Map(rows.map((row) => [row.stage, row.output]));
  }

  /** How every output so far came about. */
  async provenance(jobId: string): Promise<JsonValue[]> {
    const rows = await this.database.query<{ entry: JsonValue }>(
      `SELECT provenance || jsonb_build_object('stage', stage, 'item', item, 'agent', agent, 'attempt', attempt,
              'costMicros', cost_micros, 'startedAt', started_at, 'finishedAt', finished_at) AS entry
       FROM stage_executions WHERE job_id = $1 AND provenance IS NOT NULL ORDER BY finished_at, stage, item`,
      [jobId],
    );
    return rows.map((row) => row.entry);
  }

  /** Nothing in the answer means that the stage is not ready any more. */
  private async claimGroup(group: Claim[]): Promise<(StageExecution | null)[]> {
    const { pipelined } = this.database;
    const [first] = group;
    if (first !== undefined && group.length === 1) return [await this.claimAlone(first, pipelined)];
    const claimed = await claimTogether(pipelined, group);
    return group.map(({ stageId }) => claimed.get(stageId) ?? null);
  }

  private async claimAlone(
    { jobId, stageId, owner, leaseMs }: Claim,
    sql: Sql = this.database,
  ): Promise<StageExecution | null> {
    const params = [jobId, stageId, owner, leaseMs];
    const [row] = await sql.query<StageRow & { job: JobRow }>(CLAIM_STAGE, params);
    return row === undefined ? null : stageExecution(row, jobFacts(row.job));
  }

  private finishing(): GroupCommit<ChainedFinish, Finished | null> {
    return new GroupCommit(
      (finish: ChainedFinish) => finish.jobId,
      (group) => this.finishGroup(group),
      (finish) => this.finishAlone(finish),
    );
  }

  private async finishGroup(group: ChainedFinish[]): Promise<(Finished | null)[]> {
    const successors = await finishTogether(this.database.pipelined, group);
    return successors.map((chained) => ({ chained, readied: [] }));
  }

  private async finishAlone(finish: ChainedFinish): Promise<Finished | null> {
    const { execution, completion, owner, leaseMs } = finish;
    await writeDown(this.database, execution);
    const at = { jobId: execution.job.id, stageId: execution.id, token: execution.token };
    const [row] = await this.finishRow(at, completion, owner, leaseMs);
    if (row === undefined) return null;
    return {
      chained: row.chained === null ? null : stageExecution(row.chained, jobFacts(row.job)),
      readied: row.readied ?? [],
    };
  }

  /** @param at.token null where a person approves a stage that waits for it */
  private finishRow(
    at: { jobId: string; stageId: string; token: number | null },
    completion: Completion,
    owner: string,
    leaseMs: number,
    sql: Sql = this.database,
  ): Promise<{ job: JobRow; chained: StageRow | null; readied: ReadyStage[] | null }[]> {
    return sql.query(FINISH_STAGE, [
      at.jobId,
      at.stageId,
      at.token,
      json(completion.output),
      json(completion.provenance),
      completion.costMicros,
      artifactRows(completion.artifacts),
      JSON.stringify(completion.fanOuts),
      JSON.stringify(completion.successors.map((successor) => ({ id: newId(), ...successor }))),
      completion.chain,
      owner,
      leaseMs,
      completion.reaches,
      json(completion.scores),
    ]);
  }
}

/**
 * Whether the stage hands on to exactly the one that goes on in this process, or ends the job: what FINISH_CHAINED can do. Where a
 * stage runs again, so does what comes after it, and has its row already.
 */
function isChainLink(
  { item, generation }: StageExecution,
  { chain, successors, artifacts, fanOuts }: Completion,
): boolean {
  const handsOn = successors.length === (chain === null ? 0 : 1);
  return item === null && generation === 1 && handsOn && artifacts.length === 0 && fanOuts.length === 0;
}

const artifactRows = (artifacts: PublishedArtifact[]): string =>
  JSON.stringify(artifacts.map((artifact) => ({ id: newId(), ...artifact })));

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
