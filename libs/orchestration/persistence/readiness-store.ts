import { Injectable } from '@nestjs/common';
import { acrossTenants, Database } from '#libs/database';
import type { QueueClass } from '../domain/pipeline.js';
import { NOT_DRAINED } from './claim.sql.js';

/** The oldest jobs are enough to tell whether work moves, however long the backlog is. */
const OLDEST_JOBS = 500;

/** For each queue, how long its oldest stage has been ready without being taken. */
const WAITING = `
SELECT s.queue, extract(epoch FROM clock_timestamp() - min(s.ready_at))::float8 AS seconds
FROM (
  SELECT id FROM jobs WHERE due_at IS NOT NULL AND status IN ('pending', 'processing') AND ${NOT_DRAINED}
  ORDER BY id LIMIT ${OLDEST_JOBS}
) j JOIN stage_executions s ON s.job_id = j.id
WHERE s.status = 'ready' AND s.dispatched_at IS NOT NULL GROUP BY s.queue`;

const OLDEST_MESSAGE = `
SELECT extract(epoch FROM clock_timestamp() - created_at)::float8 AS seconds FROM outbox ORDER BY id LIMIT 1`;

/** What tells whether work moves, whoever's it is. */
@Injectable()
export class ReadinessStore {
  constructor(private readonly database: Database) {}

  /** Seconds for which the oldest ready stage of each queue has waited; a queue that nothing waits in is left out. */
  async waitingSeconds(): Promise<Map<QueueClass, number>> {
    const rows = await acrossTenants(() =>
      this.database.query<{ queue: QueueClass; seconds: number }>(WAITING),
    );
    return new Map(rows.map(({ queue, seconds }) => [queue, seconds]));
  }

  /** How long the oldest message has been in the outbox, in seconds; 0 where there is none. */
  async outboxSeconds(): Promise<number> {
    const [row] = await acrossTenants(() => this.database.query<{ seconds: number }>(OLDEST_MESSAGE));
    return Math.max(0, row?.seconds ?? 0);
  }
}
