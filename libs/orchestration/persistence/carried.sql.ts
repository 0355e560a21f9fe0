/** What a job's row says of the stage that it carries: nothing, where the first is null. */
const CARRIED = ['id', 'stage', 'agent', 'queue', 'by', 'until', 'since'].map((name) => `carried_${name}`);

/**
 * The parts of a statement that gives the carried stages of the jobs that `job` has locked (all columns) rows of their own, as they
 * stand: the same lease, the same token. It can be done at any time and by anybody, and changes nothing but where they are written.
 * A job that carries has not ended, unless a process that knows nothing of this has ended it, as during an update.
 */
export const WRITTEN_DOWN = `
written AS (
  INSERT INTO stage_executions (id, tenant_id, job_id, stage, agent, queue, pending, status, attempt, lease_token, lease_owner,
                                lease_until, started_at)
  SELECT carried_id, tenant_id, id, carried_stage, carried_agent, carried_queue, 0,
         CASE WHEN finished_at IS NULL THEN 'running' ELSE 'cancelled' END, 1, 1, carried_by, carried_until, carried_since
  FROM job WHERE carried_id IS NOT NULL
), put_down AS (
  UPDATE jobs j SET ${CARRIED.map((column) => `${column} = NULL`).join(', ')}
  FROM job WHERE j.id = job.id AND job.carried_id IS NOT NULL
)`;

/** $1 jobs, $2 the stage executions, if they still carry these. */
export const WRITE_DOWN = `
WITH job AS (
  SELECT * FROM jobs WHERE id = ANY ($1::uuid[]) AND carried_id = ANY ($2::uuid[]) ORDER BY id FOR NO KEY UPDATE
), ${WRITTEN_DOWN}
SELECT id FROM job`;

/** Of the jobs whose clock has run out. $1 at most so many. */
export const WRITE_DOWN_DUE = `
WITH job AS (
  SELECT * FROM jobs WHERE due_at <= now() AND carried_id IS NOT NULL ORDER BY due_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED
), ${WRITTEN_DOWN}
SELECT id FROM job`;
