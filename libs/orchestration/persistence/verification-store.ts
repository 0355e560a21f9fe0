import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import type { LoggedEvent } from '../domain/projection.js';
import type { JobRow } from './rows.js';

export interface JobRecord {
  job: Pick<JobRow, 'id' | 'status' | 'state' | 'priority' | 'cost_micros' | 'scores' | 'event_seq'>;
  stages: { stage: string; item: number | null; status: string; attempt: number }[];
  events: LoggedEvent[];
}

/** Jobs with all that belongs to them, as of one moment: one statement sees one snapshot. $1 after this id, $2 at most, $3 one id or null. */
const RECORDS = `
SELECT jsonb_build_object('id', j.id, 'status', j.status, 'state', j.state, 'priority', j.priority, 'cost_micros', j.cost_micros,
                          'scores', j.scores, 'event_seq', j.event_seq) AS job,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('stage', s.stage, 'item', s.item, 'status', s.status, 'attempt', s.attempt)), '[]')
        FROM stages s WHERE s.job_id = j.id) AS stages,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('seq', e.seq, 'type', e.type, 'data', e.data) ORDER BY e.seq), '[]')
        FROM job_events e WHERE e.job_id = j.id) AS events
FROM jobs j
WHERE ($1::uuid IS NULL OR j.id > $1) AND ($3::uuid IS NULL OR j.id = $3) ORDER BY j.id LIMIT $2`;

/** Reads jobs together with their events, to hold one against the other. */
@Injectable()
export class VerificationStore {
  constructor(private readonly database: Database) {}

  /** In ascending order of their ids. */
  records(after: string | null, limit: number, only: string | null): Promise<JobRecord[]> {
    return this.database.query<JobRecord>(RECORDS, [after, limit, only]);
  }

  async count(only: string | null): Promise<number> {
    const sql = 'SELECT count(*)::int AS n FROM jobs WHERE $1::uuid IS NULL OR id = $1';
    return (await this.database.query<{ n: number }>(sql, [only]))[0]?.n ?? 0;
  }
}
