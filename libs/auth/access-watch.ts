import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { AccessError } from './access.errors.js';
import { Callers } from './callers/callers.js';
import { type Principal, scopeOf } from './principal.js';
import { EndedSessions } from './sign-in/sessions/ended-sessions.js';
import type { StreamCaller } from './stream-caller.js';

/** With the time that a look takes, whoever loses access is cut off within a second. */
const LOOK_MS = 500;

interface Watched {
  caller: StreamCaller;
  onRevoked: Set<() => void>;
}

/**
 * Looks twice a second whether those who follow jobs still may: one loop for all of a process's streams, and one look for all streams
 * of a caller.
 */
@Injectable()
export class AccessWatch implements OnModuleDestroy {
  private readonly logger = new Logger(AccessWatch.name);
  private readonly watched = new Map<string, Watched>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly callers: Callers,
    private readonly endedSessions: EndedSessions,
  ) {}

  onModuleDestroy(): void {
    clearTimeout(this.timer);
    this.watched.clear();
  }

  /** Calls `onRevoked` once, soon after the caller may no longer read jobs, or other jobs than before. @returns stops watching */
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
    await Promise.all([...this.watched].map(([key, entry]) => this.lookAt(key, entry))).catch(
      (error: unknown) =>
        this.logger.warn({ err: error }, 'could not see who may still follow jobs; the next look does'),
    );
    this.timer = this.watched.size === 0 ? undefined : setTimeout(() => void this.look(), LOOK_MS);
  }

  private async lookAt(key: string, { caller, onRevoked }: Watched): Promise<void> {
    if (await this.stillMay(caller)) return;
    this.watched.delete(key);
    for (const tell of onRevoked) tell();
  }

  private async stillMay(caller: StreamCaller): Promise<boolean> {
    const now = await this.principalOf(caller);
    if (now === null || !now.permissions.has('jobs:read')) return false;
    const { tenantId, any } = scopeOf(now);
    return tenantId === caller.tenantId && any === caller.any;
  }

  /** With the rights of this moment; null for whoever may not call any more. */
  private async principalOf({ userId, apiKeyPrefix, sessionId }: StreamCaller): Promise<Principal | null> {
    if (sessionId !== undefined && this.endedSessions.has(sessionId)) return null;
    if (apiKeyPrefix !== undefined) {
      const key = await this.callers.key(apiKeyPrefix);
      return key === undefined || key.ended !== null || key.suspended ? null : key.principal;
    }
    return this.callers.user(userId).catch((error: unknown) => {
      if (error instanceof AccessError) return null;
      throw error;
    });
  }
}
