import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { acrossTenants, Database } from '#libs/database';
import { rightsOf } from './callers/rights.js';
import { type StandingRow, STILL_MAY } from './persistence/still-may.sql.js';
import type { StreamCaller } from './stream-caller.js';

/** With the time that a look takes, whoever loses access is cut off within a second. */
const LOOK_MS = 500;

interface Watched {
  caller: StreamCaller;
  onRevoked: Set<() => void>;
}

/**
 * Looks twice a second whether those who follow jobs still may: one loop and one query for all of a process's streams, past every
 * cache of rights.
 */
@Injectable()
export class AccessWatch implements OnModuleDestroy {
  private readonly logger = new Logger(AccessWatch.name);
  private readonly watched = new Map<string, Watched>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  onModuleDestroy(): void {
    clearTimeout(this.timer);
    this.watched.clear();
  }

  /** Calls `onRevoked` once, soon after the caller may no longer read the jobs that it could. @returns stops watching */
  watch(caller: StreamCaller, onRevoked: () => void): () => void {
    const key = JSON.stringify(caller);
    const entry = this.watched.get(key) ?? { caller, onRevoked: new Set() };
    this.watched.set(key, entry);
    entry.onRevoked.add(onRevoked);
    this.timer ??= setTimeout(() => void this.look(), LOOK_MS);
    return () => {
      entry.onRevoked.delete(onRevoked);
      if (entry.onRevoked.size === 0 && this.watched.get(key) === entry) this.watched.delete(key);
    };
  }

  private async look(): Promise<void> {
    const entries = [...this.watched];
    try {
      const allowed = await this.stillAllowed(entries.map(([, { caller }]) => caller));
      for (const [key, { caller, onRevoked }] of entries) {
        if (allowed.has(caller)) continue;
        this.watched.delete(key);
        for (const tell of onRevoked) tell();
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'could not see who may still follow jobs; the next look does');
    }
    this.timer = this.watched.size === 0 ? undefined : setTimeout(() => void this.look(), LOOK_MS);
  }

  private async stillAllowed(callers: StreamCaller[]): Promise<Set<StreamCaller>> {
    if (callers.length === 0) return new Set();
    const params = [callers.map(({ userId }) => userId), callers.map(({ apiKeyId }) => apiKeyId ?? null)];
    // Of whatever tenant: each is asked about itself alone.
    const rows = await acrossTenants(() => this.database.query<StandingRow>(STILL_MAY, params));
    const allowed = rows.map((row) => [callers[row.number - 1], row] as const);
    return new Set(allowed.flatMap(([caller, row]) => (caller && covers(row, caller) ? [caller] : [])));
  }
}

/** Whether these rights still reach what the caller was let in to. */
function covers(row: StandingRow, caller: StreamCaller): boolean {
  const rights = rightsOf(row.role, row);
  if (rights === null || row.tenantId !== caller.tenantId) return false;
  const keyAllows = row.keyPermissions === null || row.keyPermissions.includes('jobs:read');
  return keyAllows && rights.permissions.has('jobs:read') && (rights.anyJob || !caller.any);
}
