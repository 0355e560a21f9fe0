import type { Sql } from '#libs/database';

export interface Refreshed {
  sessionId: string;
  userId: string;
  tenantId: string;
}

export const insertRefreshToken = (
  sql: Sql,
  token: { hash: Buffer; sessionId: string; idleSeconds: number },
): Promise<unknown[]> =>
  sql.query(
    `INSERT INTO refresh_tokens (hash, session_id, expires_at)
     SELECT $1, id, least(expires_at, now() + make_interval(secs => $3)) FROM sessions WHERE id = $2`,
    [token.hash, token.sessionId, token.idleSeconds],
  );

/** Uses the token up and stores its successor, in one statement: of many that come with the same token one gets through. */
export const rotateRefreshToken = async (
  sql: Sql,
  rotation: { used: Buffer; next: Buffer; idleSeconds: number; address: string; device: string },
): Promise<Refreshed | undefined> =>
  (
    await sql.query<Refreshed>(
      `WITH used AS (
         UPDATE refresh_tokens t SET used_at = now()
           FROM sessions s JOIN users u ON u.id = s.user_id
          WHERE t.hash = $1 AND t.used_at IS NULL AND t.expires_at > now()
            AND s.id = t.session_id AND s.ended_at IS NULL AND s.expires_at > now() AND u.disabled_at IS NULL
         RETURNING t.session_id, s.user_id, u.tenant_id, s.expires_at
       ), next AS (
         INSERT INTO refresh_tokens (hash, session_id, expires_at)
         SELECT $2, session_id, least(expires_at, now() + make_interval(secs => $3)) FROM used
       ), seen AS (
         UPDATE sessions s SET last_used_at = now(), address = $4, device = $5 FROM used WHERE s.id = used.session_id
       )
       SELECT session_id AS "sessionId", user_id AS "userId", tenant_id AS "tenantId" FROM used`,
      [rotation.used, rotation.next, rotation.idleSeconds, rotation.address, rotation.device],
    )
  )[0];

export interface RefusedToken extends Refreshed {
  /** Seconds since it was used up; null where it was not. */
  usedSecondsAgo: number | null;
  /** Its session can still be used. */
  sessionLives: boolean;
}

/** Why a token was not taken. */
export const refusedToken = async (sql: Sql, hash: Buffer): Promise<RefusedToken | undefined> =>
  (
    await sql.query<RefusedToken>(
      `SELECT t.session_id AS "sessionId", s.user_id AS "userId", u.tenant_id AS "tenantId",
              extract(epoch FROM clock_timestamp() - t.used_at)::float8 AS "usedSecondsAgo",
              s.ended_at IS NULL AND s.expires_at > now() AND u.disabled_at IS NULL AS "sessionLives"
         FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id JOIN users u ON u.id = s.user_id
        WHERE t.hash = $1`,
      [hash],
    )
  )[0];
