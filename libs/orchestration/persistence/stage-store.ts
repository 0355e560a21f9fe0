import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/database';
import { newId, type JsonObject, type JsonValue } from '#libs/kernel';
import type { Outputs, PublishedArtifact, StageError, StageExecution } from '../domain/execution.js';
import type { JobState } from '../domain/state-machine.js';
import { CLAIM_STAGE, RELEASE_STAGE, RENEW_LEASES } from './claim.sql.js';
import { END_JOB, PARK_STAGE, RETRY_STAGE } from './fail.sql.js';
import { FINISH_STAGE } from './finish.sql.js';
import { stageExecution, type JobRow, type StageRow } from './rows.js';

/** What a finished stage hands on. */
export interface Completion {
  /** Null where nothing new is to be stored: a person approves what is there. */
  output: JsonObject | null;
  provenance: JsonObject | null;
  costMicros: number;
  artifacts: PublishedArtifact[];
  scores: Record<string, number> | null;
  fanOuts: { stage: string; items: number }[];
  dependents: string[];
  chain: string | null;
  reaches: JobState | null;
}

export interface Finished {
  /** The successor that was claimed for this process, under a lease of its own. */
  chained: StageExecution | null;
}

/** The guarded statements that move stages. Every one answers null or false where the lease is no longer ours. */
@Injectable()
export class StageStore {
  constructor(private readonly database: Database) {}

  async claim(
    jobId: string,
    stageId: string,
    owner: string,
    leaseMs: number,
  ): Promise<StageExecution | null> {
    const [row] = await this.database.query<StageRow & { job: JobRow }>(CLAIM_STAGE, [
      jobId,
      stageId,
      owner,
      leaseMs,
    ]);
    return row === undefined ? null : stageExecution(row, row.job);
  }

  /** Renews many leases at once. @returns the ids of those that are still ours */
  async renew(
    leases: { id: string; token: number; progress: number }[],
    leaseMs: number,
  ): Promise<Set<string>> {
    const columns = [
      leases.map((l) => l.id),
      leases.map((l) => l.token),
      leases.map((l) => l.progress),
      leaseMs,
    ];
    const rows = await this.database.query<{ id: string }>(RENEW_LEASES, columns);
    return new Set(rows.map((row) => row.id));
  }

  /** @param token null where a person approves a stage that waits for it */
  async finish(
    at: { jobId: string; stageId: string; token: number | null },
    completion: Completion,
    owner: string,
    leaseMs: number,
    sql: Sql = this.database,
  ): Promise<Finished | null> {
    const [row] = await sql.query<{ job: JobRow; chained: StageRow | null }>(FINISH_STAGE, [
      at.jobId,
      at.stageId,
      at.token,
      json(completion.output),
      json(completion.provenance),
      completion.costMicros,
      artifactRows(completion.artifacts),
      JSON.stringify(completion.fanOuts),
      completion.dependents,
      completion.chain,
      owner,
      leaseMs,
      completion.reaches,
      json(completion.scores),
    ]);
    if (row === undefined) return null;
    return { chained: row.chained === null ? null : stageExecution(row.chained, row.job) };
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
      const held = { ...completion, dependents: [], fanOuts: [], chain: null, reaches: null };
      const finished = await this.finish(at, held, owner, 0, sql);
      if (finished === null) return false;
      await sql.query(END_JOB, [at.jobId, 'failed', JSON.stringify(error), owner, null, null]);
      return true;
    });
  }

  async park(execution: StageExecution, completion: Completion, owner: string): Promise<boolean> {
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

  async retryLater(
    execution: StageExecution,
    delayMs: number,
    error: StageError,
    owner: string,
  ): Promise<boolean> {
    const params = [execution.job.id, execution.id, execution.token, delayMs, JSON.stringify(error), owner];
    return (await this.database.query(RETRY_STAGE, params)).length > 0;
  }

  async release(execution: StageExecution): Promise<void> {
    await this.database.query(RELEASE_STAGE, [execution.job.id, execution.id, execution.token]);
  }

  /** Fails the job because of this stage. */
  async fail(execution: StageExecution, error: StageError, owner: string): Promise<boolean> {
    const params = [execution.job.id, 'failed', JSON.stringify(error), owner, execution.id, execution.token];
    return (await this.database.query(END_JOB, params)).length > 0;
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
}

const artifactRows = (artifacts: PublishedArtifact[]): string =>
  JSON.stringify(artifacts.map((artifact) => ({ id: newId(), ...artifact })));

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
