import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import { endedSessions } from '../persistence/sessions.sql.js';
import { SignInConfig } from '../sign-in.config.js';

/** A transaction that ends a session may commit this long after the moment that it wrote down. */
const LATE_SECONDS = 30;

/** Sessions that have ended while access tokens of theirs are still good: known in every process within a second. */
@Injectable()
export class EndedSessions {
  private readonly heardAt = new Map<string, number>();
  private readonly horizonSeconds: number;
  private lookedAt = -Infinity;

  constructor(
    private readonly database: Database,
    config: SignInConfig,
  ) {
    this.horizonSeconds = config.AUTH_TOKEN_TTL_SECONDS + 60;
  }

  async refresh(): Promise<void> {
    const now = seconds();
    const since = Math.min(this.horizonSeconds, now - this.lookedAt) + LATE_SECONDS;
    this.add(await endedSessions(this.database, since));
    this.lookedAt = now;
    this.forget(now - this.horizonSeconds - LATE_SECONDS);
  }

  /** Those that this process has just ended, after the commit. */
  add(sessionIds: readonly string[]): void {
    const now = seconds();
    for (const id of sessionIds) if (!this.heardAt.has(id)) this.heardAt.set(id, now);
  }

  has(sessionId: string): boolean {
    return this.heardAt.has(sessionId);
  }

  /** They stand in the order in which they were heard of. */
  private forget(before: number): void {
    for (const [id, at] of this.heardAt) {
      if (at >= before) return;
      this.heardAt.delete(id);
    }
  }
}

const seconds = (): number => performance.now() / 1_000;
