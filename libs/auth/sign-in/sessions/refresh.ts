import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { AuditLog } from '../../audit/audit-log.js';
import { AuthError } from '../../auth.errors.js';
import { hashToken, newOpaqueToken } from '../opaque-token.js';
import { type RefusedToken, refusedToken, rotateRefreshToken } from '../persistence/refresh-tokens.sql.js';
import { endSession } from '../persistence/sessions.sql.js';
import { SignInConfig } from '../sign-in.config.js';
import type { SignInClient } from '../sign-in.types.js';
import { EndedSessions } from './ended-sessions.js';
import { deviceOf, type StartedSession } from './sessions.js';

/** Exchanges refresh tokens. Each is good once; one that comes again later has two holders, so that its session ends. */
@Injectable()
export class Refresh {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly ended: EndedSessions,
    private readonly config: SignInConfig,
  ) {}

  /** @throws AuthError `auth.refresh_invalid`, `auth.refresh_conflict`, `auth.refresh_reused` */
  async exchange(token: string, client: SignInClient): Promise<StartedSession> {
    const used = hashToken(token);
    const secret = newOpaqueToken();
    const idleSeconds = this.config.AUTH_REFRESH_TTL_SECONDS;
    const refreshed = await rotateRefreshToken(this.database, {
      used,
      next: hashToken(secret),
      idleSeconds,
      address: client.address,
      device: deviceOf(client),
    });
    if (refreshed) return { kind: 'token', ...refreshed, secret, idleSeconds };
    const refused = await refusedToken(this.database, used);
    if (!refused?.sessionLives || refused.usedSecondsAgo === null) throw invalid();
    if (refused.usedSecondsAgo < this.config.AUTH_REFRESH_GRACE_SECONDS) throw conflict();
    await this.revoke(refused, client);
    throw new AuthError(
      'auth.refresh_reused',
      'This refresh token was used before, so somebody else may hold it too: its session has ended; sign in again',
    );
  }

  private async revoke({ sessionId, userId, tenantId }: RefusedToken, client: SignInClient): Promise<void> {
    await this.database.transaction(async (sql) => {
      if (!(await endSession(sql, { sessionId, userId, reason: 'refresh_reused' }))) return;
      await this.audit.record(sql, {
        tenantId,
        actor: { type: 'anonymous', id: null },
        action: 'session.refresh_reused',
        target: { type: 'user', id: userId },
        details: { sessionId, address: client.address },
      });
    });
    this.ended.add([sessionId]);
  }
}

const invalid = () =>
  new AuthError(
    'auth.refresh_invalid',
    'This refresh token is not valid, or its session has ended; sign in again',
  );

const conflict = () =>
  new AuthError(
    'auth.refresh_conflict',
    'This refresh token was exchanged a moment ago; go on with the tokens of that answer',
  );
