import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { acrossTenants, Database, reachOfNow, within } from '#libs/database';
import { PLAN_FOR_VALUES } from '#libs/filters';
import type { ArtifactView, JobEvent, Scope, StageView } from '../domain/views.js';
import { type JobListing, jobListStatement } from './job-list.js';
import type { JobRow } from './rows.js';

/** Rows that the caller may see: own-versus-any stands in every statement. */
const VISIBLE = `j.tenant_id = $1 AND ($2 OR j.created_by = $3)`;

const STAGE_VIEW = `stage, item, agent, status, attempt, progress, started_at AS "startedAt", finished_at AS "finishedAt", error,
  provenance -> 'approval' AS approval`;

/** For each: $1 the job, $2 the tenant, $3 whether any of its jobs may be seen, $4 who asks. What may not be seen has no row. */
const JOBS_WITH_STAGES = `
SELECT a.nth, j.*, (
  SELECT json_agg(s) FROM (
    SELECT ${STAGE_VIEW} FROM stages WHERE job_id = j.id ORDER BY coalesce(started_at, 'infinity'), stage, item NULLS FIRST
  ) AS s
) AS stages
FROM unnest($1::uuid[], $2::uuid[], $3::boolean[], $4::uuid[]) WITH ORDINALITY AS a (id, tenant_id, every, user_id, nth)
JOIN jobs j ON j.id = a.id AND j.tenant_id = a.tenant_id AND (a.every OR j.created_by = a.user_id)`;

export type JobTrack = Pick<JobRow, 'pipeline' | 'pipeline_version' | 'track' | 'status'>;

type StageViewRow = StageView & { jobId: string };

export interface JobWithStages {
  row: JobRow;
  stages: StageView[];
}

interface JobRead {
  /** What the request was bound to, whatever it asks for. */
  reach: ReturnType<typeof reachOfNow>;
  scope: Scope;
  id: string;
}

@Injectable()
export class JobReader {
  private readonly reads = new DataLoader((reads: readonly JobRead[]) => this.readTogether(reads), {
    cache: false,
    maxBatchSize: 100,
    // Whatever this turn of the event loop brings.
    batchScheduleFn: (read) => setImmediate(read),
  });

  constructor(private readonly database: Database) {}

  /**
   * The job and its stages. It is what is read most, so those who ask for one tenant in the same moment are answered by one
   * statement.
   */
  job(scope: Scope, id: string): Promise<JobWithStages | undefined> {
    return this.reads.load({ reach: reachOfNow(), scope, id });
  }

  /** Jobs of the same pipeline that wait and will be taken first: the more urgent ones, and of those as urgent the older ones. */
  async jobsAhead({ id, pipeline, priority }: JobRow): Promise<number> {
    // The queue is everybody's; that others wait in it is all that is told.
    const [row] = await acrossTenants(() =>
      this.database.query<{ n: number }>(
        `SELECT count(*)::integer AS n FROM jobs
         WHERE status = 'pending' AND pipeline = $1 AND (priority > $2 OR priority = $2 AND id < $3)`,
        [pipeline, priority, id],
      ),
    );
    return row?.n ?? 0;
  }

  jobs(scope: Scope, listing: JobListing): Promise<JobRow[]> {
    const { sql, params } = jobListStatement(scope, listing);
    if (listing.filter === null) return this.database.query<JobRow>(sql, params);
    return this.database.transaction(async (transaction) => {
      await transaction.query(PLAN_FOR_VALUES);
      return transaction.query<JobRow>(sql, params);
    });
  }

  async stages(jobIds: string[]): Promise<Map<string, StageView[]>> {
    const rows = await this.database.query<StageViewRow>(
      `SELECT job_id AS "jobId", ${STAGE_VIEW}
       FROM stages WHERE job_id = ANY($1) ORDER BY job_id, coalesce(started_at, 'infinity'), stage, item NULLS FIRST`,
      [jobIds],
    );
    const stages = new Map<string, StageView[]>(jobIds.map((id) => [id, []]));
    for (const { jobId, ...stage } of rows) {
      stages.get(jobId)?.push(withIsoTimes(stage));
    }
    return stages;
  }

  /** What is needed to weigh the progress of several jobs. */
  async tracks(jobIds: string[]): Promise<Map<string, JobTrack>> {
    const rows = await this.database.query<JobTrack & { id: string }>(
      'SELECT id, pipeline, pipeline_version, track, status FROM jobs WHERE id = ANY($1)',
      [jobIds],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** The events after `after`, for several jobs in one round trip. The caller has checked that they may be seen. */
  async eventsAfter(cursors: { jobId: string; after: number }[]): Promise<Map<string, JobEvent[]>> {
    const rows = await this.database.query<JobEvent & { jobId: string }>(
      `SELECT e.job_id AS "jobId", e.seq, e.type, e.actor, e.at, e.data
       FROM unnest($1::uuid[], $2::integer[]) AS c (job_id, after)
       CROSS JOIN LATERAL (
         SELECT * FROM job_events e WHERE e.job_id = c.job_id AND e.seq > c.after ORDER BY e.seq LIMIT 500
       ) e ORDER BY e.job_id, e.seq`,
      [cursors.map((c) => c.jobId), cursors.map((c) => c.after)],
    );
    const events = new Map<string, JobEvent[]>();
    for (const { jobId, ...event } of rows) {
      const list = events.get(jobId) ?? [];
      list.push({ ...event, at: iso(event.at) as string });
      events.set(jobId, list);
    }
    return events;
  }

  artifacts(scope: Scope, jobId: string): Promise<ArtifactView[]> {
    return this.artifactRows(`${VISIBLE} AND a.job_id = $4 ORDER BY a.name`, [...who(scope), jobId]);
  }

  async artifact(scope: Scope, id: string): Promise<ArtifactView | undefined> {
    return (await this.artifactRows(`${VISIBLE} AND a.id = $4`, [...who(scope), id]))[0];
  }

  private async readTogether(reads: readonly JobRead[]): Promise<(JobWithStages | undefined)[]> {
    const found = new Map<JobRead, JobWithStages>();
    const groups = Map.groupBy(reads, ({ reach }) => reach);
    await Promise.all([...groups].map(([reach, group]) => within(reach, () => this.readGroup(group, found))));
    return reads.map((read) => found.get(read));
  }

  private async readGroup(group: JobRead[], found: Map<JobRead, JobWithStages>): Promise<void> {
    const rows = await this.database.query<JobRow & { nth: number; stages: StageView[] | null }>(
      JOBS_WITH_STAGES,
      [
        group.map(({ id }) => id),
        group.map(({ scope }) => scope.tenantId),
        group.map(({ scope }) => scope.any),
        group.map(({ scope }) => scope.userId),
      ],
    );
    for (const { nth, stages, ...row } of rows)
      found.set(group[nth - 1] as JobRead, { row, stages: (stages ?? []).map(withIsoTimes) });
  }

  private async artifactRows(where: string, params: unknown[]): Promise<ArtifactView[]> {
    const rows = await this.database.query<ArtifactView>(
      `SELECT a.id, a.job_id AS "jobId", a.name, a.media_type AS "mediaType", a.size, a.sha256, a.created_at AS "createdAt"
       FROM artifacts a JOIN jobs j ON j.id = a.job_id WHERE ${where}`,
      params,
    );
    return rows.map((row) => ({ ...row, createdAt: iso(row.createdAt) as string }));
  }
}

const who = (scope: Scope) => [scope.tenantId, scope.any, scope.userId];

const withIsoTimes = (stage: StageView): StageView => ({
  ...stage,
  startedAt: iso(stage.startedAt),
  finishedAt: iso(stage.finishedAt),
});

/** With six digits and no offset, as PostgreSQL writes most times in JSON, it is cut: parsing fifty a job costs more than reading them. */
export function iso(time: string | Date | null): string | null {
  if (time === null) return null;
  if (typeof time === 'string' && time.length === PG_UTC.length && time.endsWith('+00:00'))
    return `${time.slice(0, 23)}Z`;
  return new Date(time).toISOString();
}

const PG_UTC = '2026-11-21T12:00:00.123456+00:00';
