import type { Sql } from '#libs/database';

export type EndReason = 'logout' | 'ended' | 'password_changed' | 'refresh_reused' | 'disabled';

export interface SessionView {
  id: string;
  /** How the client described itself when it was last seen. */
  device: string;
  address: string;
  kind: 'token' | 'cookie';
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
}

export interface NewSession {
  id: string;
  userId: string;
  /** Null for a session of tokens. */
  cookieHash: Buffer | null;
  device: string;
  address: string;
  lifetimeSeconds: number;
}

export const insertSession = (sql: Sql, session: NewSession): Promise<unknown[]> =>
  sql.query(
    `INSERT INTO sessions (id, user_id, cookie_hash, device, address, expires_at)
     VALUES ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))`,
    [
      session.id,
      session.userId,
      session.cookieHash,
      session.device,
      session.address,
      session.lifetimeSeconds,
    ],
  );

/** Those of a user that can still be used, the last used first. */
export const liveSessions = (sql: Sql, userId: string, idleSeconds: number): Promise<SessionView[]> =>
  sql.query<SessionView>(
    `SELECT id, device, address, CASE WHEN cookie_hash IS NULL THEN 'token' ELSE 'cookie' END AS kind,
            created_at AS "createdAt", last_used_at AS "lastUsedAt", expires_at AS "expiresAt"
       FROM sessions
      WHERE user_id = $1 AND ended_at IS NULL AND expires_at > now()
        AND last_used_at > now() - make_interval(secs => $2)
      ORDER BY last_used_at DESC, id DESC LIMIT 200`,
    [userId, idleSeconds],
  );

/** False where it is not this user's, or has ended. */
export async function endSession(
  sql: Sql,
  { sessionId, userId, reason }: { sessionId: string; userId: string; reason: EndReason },
): Promise<boolean> {
  const ended = await sql.query(
    `UPDATE sessions SET ended_at = clock_timestamp(), end_reason = $3
      WHERE id = $1 AND user_id = $2 AND ended_at IS NULL AND expires_at > now() RETURNING id`,
    [sessionId, userId, reason],
  );
  return ended.length === 1;
}

/** All of a user's, or all but one. @returns their ids */
export async function endSessionsOf(
  sql: Sql,
  userId: string,
  { except = null, reason }: { except?: string | null; reason: EndReason },
): Promise<string[]> {
  const ended = await sql.query<{ id: string }>(
    `UPDATE sessions SET ended_at = clock_timestamp(), end_reason = $3
      WHERE user_id = $1 AND id IS DISTINCT FROM $2 AND ended_at IS NULL AND expires_at > now() RETURNING id`,
    [userId, except, reason],
  );
  return ended.map(({ id }) => id);
}

/** Those that ended within the last so many seconds. */
export async function endedSessions(sql: Sql, seconds: number): Promise<string[]> {
  const ended = await sql.query<{ id: string }>(
    'SELECT id FROM sessions WHERE ended_at > now() - make_interval(secs => $1)',
    [seconds],
  );
  return ended.map(({ id }) => id);
}

export interface CookieSession {
  sessionId: string;
  userId: string;
  tenantId: string;
}

/** The session of a cookie, which is thereby used. */
export const useCookieSession = async (
  sql: Sql,
  cookieHash: Buffer,
  idleSeconds: number,
): Promise<CookieSession | undefined> =>
  (
    await sql.query<CookieSession>(
      `UPDATE sessions s SET last_used_at = now()
         FROM users u
        WHERE s.cookie_hash = $1 AND s.ended_at IS NULL AND s.expires_at > now()
          AND s.last_used_at > now() - make_interval(secs => $2)
          AND u.id = s.user_id AND u.disabled_at IS NULL
       RETURNING s.id AS "sessionId", s.user_id AS "userId", u.tenant_id AS "tenantId"`,
      [cookieHash, idleSeconds],
    )
  )[0];

/** What has been of no use for a month; a few at a time. @returns how many */
export async function deleteOldSignIns(sql: Sql): Promise<number> {
  const deleted = await sql.query(
    `WITH challenges AS (DELETE FROM mfa_challenges WHERE expires_at < now() - interval '1 day'),
          failures AS (DELETE FROM sign_in_failures WHERE last_failed_at < now() - interval '1 day')
     DELETE FROM sessions WHERE id IN (
       SELECT id FROM sessions WHERE expires_at < now() - interval '30 days' ORDER BY expires_at LIMIT 1000)
     RETURNING id`,
  );
  return deleted.length;
}
