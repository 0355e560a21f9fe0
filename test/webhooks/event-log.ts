import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '#libs/database';
import { newId, seededRandom } from '#libs/kernel';

const INSERT = `
INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
SELECT $1, n, $2, CASE n WHEN 1 THEN 'job.created' ELSE 'job.completed' END, 'drill', '{}' FROM generate_series(1, $3::integer) AS n`;

const WRITERS = 6;
const LONGEST_HOLD_MS = 80;
const ROLLED_BACK = 0.03;

export interface WrittenEvents {
  /** `jobId:seq` of all that was committed. */
  committed: Set<string>;
  /** Of all that was rolled back. */
  rolledBack: Set<string>;
}

/**
 * Writes events of jobs from several connections at once. Each transaction holds on for a while after it has written, so that
 * they commit in quite another order than they have begun; some are rolled back.
 */
export async function writeEvents(
  database: Database,
  tenantId: string,
  { events, seed, paceMs }: { events: number; seed: number; paceMs: number },
): Promise<WrittenEvents> {
  const written: WrittenEvents = { committed: new Set(), rolledBack: new Set() };
  let left = events;
  const writer = async (number: number): Promise<void> => {
    const random = seededRandom(seed, `writer ${number}`);
    while (left > 0) {
      const jobId = newId();
      const count = Math.min(left, random.next() < 0.5 ? 1 : 2);
      const fails = random.next() < ROLLED_BACK;
      if (!fails) left -= count;
      const keys = Array.from({ length: count }, (_, index) => `${jobId}:${index + 1}`);
      await database
        .transaction(async (sql) => {
          await sql.query(INSERT, [jobId, tenantId, count]);
          await sleep(random.next() * LONGEST_HOLD_MS);
          if (fails) throw new Error('rolled back');
        })
        .then(
          () => keys.forEach((key) => written.committed.add(key)),
          () => keys.forEach((key) => written.rolledBack.add(key)),
        );
      await sleep(random.next() * paceMs);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, number) => writer(number)));
  return written;
}
