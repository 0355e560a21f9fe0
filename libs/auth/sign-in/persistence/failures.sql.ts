import type { Sql } from '#libs/database';

export type FailureKind = 'account' | 'address';

/** Seconds until both may try again; 0 where they may. */
export async function lockedSeconds(sql: Sql, account: string, address: string): Promise<number> {
  const [row] = await sql.query<{ seconds: number | null }>(
    `SELECT ceil(extract(epoch FROM max(locked_until) - now()))::int AS seconds
       FROM sign_in_failures
      WHERE (kind, subject) IN (('account', $1), ('address', $2)) AND locked_until > now()`,
    [account, address],
  );
  return row?.seconds ?? 0;
}

/**
 * Counts one, and locks from the limit on: 2 s, then twice as long each time, at most 15 minutes. After an hour without a failure
 * counting starts anew. @returns seconds of the lock, 0 for none
 */
export async function countFailure(
  sql: Sql,
  kind: FailureKind,
  subject: string,
  limit: number,
): Promise<number> {
  const [row] = await sql.query<{ seconds: number }>(
    `INSERT INTO sign_in_failures AS f (kind, subject, failures, last_failed_at, locked_until)
     VALUES ($1, $2, 1, now(), CASE WHEN $3 = 1 THEN now() + interval '2 seconds' END)
     ON CONFLICT (kind, subject) DO UPDATE SET
       failures = CASE WHEN f.last_failed_at < now() - interval '1 hour' THEN 1 ELSE f.failures + 1 END,
       last_failed_at = now(),
       locked_until = CASE
         WHEN f.last_failed_at < now() - interval '1 hour' THEN excluded.locked_until
         WHEN f.failures + 1 >= $3
           THEN now() + least(900, 2 * power(2, least(f.failures + 1 - $3, 20))) * interval '1 second'
       END
     RETURNING coalesce(ceil(extract(epoch FROM locked_until - now())), 0)::int AS seconds`,
    [kind, subject, limit],
  );
  return row?.seconds ?? 0;
}

/**
 * Forgets the account's failures, and takes them off the address: what a person mistypes before getting it right counts against
 * nobody, and an account of one's own is no way to wash the failures at others' off an address.
 */
export const forgetFailures = (sql: Sql, account: string, address: string): Promise<unknown[]> =>
  sql.query(
    `WITH forgotten AS (
       DELETE FROM sign_in_failures WHERE kind = 'account' AND subject = $1 RETURNING failures
     )
     UPDATE sign_in_failures f SET failures = greatest(1, f.failures - forgotten.failures)
       FROM forgotten WHERE f.kind = 'address' AND f.subject = $2`,
    [account, address],
  );
