import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import type { QueuedWake } from '../ports/wake-queue.js';
import { EXPIRE_LEASES, PROMOTE_TIMERS, REDISPATCH_READY, TAKE_OUTBOX } from './sweep.sql.js';

const BATCH = 200;
const FORGOTTEN_AFTER_MS = 10_000;

/** What keeps stages moving when processes die and queues forget. Any number of processes may run it at once. */
@Injectable()
export class MaintenanceStore {
  constructor(private readonly database: Database) {}

  async expireLeases(): Promise<number> {
    return (await this.database.query(EXPIRE_LEASES, [BATCH])).length;
  }

  async promoteTimers(): Promise<number> {
    return (await this.database.query(PROMOTE_TIMERS, [BATCH])).length;
  }

  async redispatchForgotten(): Promise<number> {
    return (await this.database.query(REDISPATCH_READY, [BATCH, FORGOTTEN_AFTER_MS])).length;
  }

  /** Hands a batch of messages to `send` and forgets them once it has returned. @returns how many */
  relay(send: (wakes: QueuedWake[]) => Promise<void>): Promise<number> {
    return this.database.transaction(async (sql) => {
      const rows = await sql.query<QueuedWake & { id: number }>(TAKE_OUTBOX, [BATCH]);
      if (rows.length > 0) await send(rows.sort((a, b) => a.id - b.id));
      return rows.length;
    });
  }
}
