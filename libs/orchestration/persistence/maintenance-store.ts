import { Injectable } from '@nestjs/common';
import { Database } from '#libs/database';
import type { QueueClass } from '../domain/pipeline.js';
import type { QueuedWake } from '../ports/wake-queue.js';
import { WRITE_DOWN_DUE } from './carried.sql.js';
import { NEXT_DUE, SWEEP_DUE, TAKE_OUTBOX } from './sweep.sql.js';

const BATCH = 200;
const FORGOTTEN_AFTER_MS = 10_000;

/** A stage that the sweeper came across, and what became of it. `poisoned`: it lost too many leases and was left as it is. */
export interface SweptStage {
  jobId: string;
  stageId: string;
  queue: QueueClass;
  stage: string;
  token: number;
  verdict: 'expired' | 'promoted' | 'forgotten' | 'poisoned';
}

/** What keeps stages moving when processes die and queues forget. Any number of processes may run it at once. */
@Injectable()
export class MaintenanceStore {
  constructor(private readonly database: Database) {}

  /** Looks at a batch of the jobs that are due. @returns the stages that something was found out about, and whether more are due */
  async sweep(leaseMs: number, maxLeaseLosses: number): Promise<{ swept: SweptStage[]; more: boolean }> {
    await this.database.query(WRITE_DOWN_DUE, [BATCH]);
    const params = [BATCH, leaseMs, FORGOTTEN_AFTER_MS, maxLeaseLosses];
    const [row] = await this.database.query<{ looked: number; swept: SweptStage[] }>(SWEEP_DUE, params);
    return { swept: row?.swept ?? [], more: row?.looked === BATCH };
  }

  /** Milliseconds until something is to be looked at; null where nothing is. */
  async msUntilDue(): Promise<number | null> {
    return (await this.database.query<{ ms: number | null }>(NEXT_DUE))[0]?.ms ?? null;
  }

  /** Hands a batch of messages to `send` and forgets them once it has returned. @returns how many */
  relay(send: (wakes: QueuedWake[]) => Promise<void>): Promise<number> {
    return this.database.transaction(async (sql) => {
      const rows = await sql.query<QueuedWake & { due: boolean }>(TAKE_OUTBOX, [BATCH]);
      const due = rows.filter((row) => row.due);
      if (due.length > 0) await send(due);
      return rows.length;
    });
  }
}
