import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '#libs/database';
import { type ListQuery, readPage } from '#libs/filters';
import type { JsonObject } from '#libs/kernel';
import type { Anchor } from '../domain/anchor.js';
import type { ChainEnd } from '../domain/chain.js';
import type { AuditActor, AuditEvent } from '../domain/entry.js';
import {
  AUDIT_LIST,
  CHAINS_TO_ANCHOR,
  INSERT_ANCHOR,
  LIST_CHAINS,
  READ_ANCHORS,
  READ_CHAIN,
  READ_END,
  READ_ONE_MOMENT,
  SELECTED_EVENTS,
} from './audit.sql.js';

interface EventRow {
  tenantId: string;
  seq: number;
  at: Date;
  actorType: AuditActor['type'];
  actorId: string | null;
  action: string;
  targetType: string | null;
  targetId: string | null;
  details: JsonObject;
  correlationId: string | null;
  previousHash: string;
  hash: string;
}

/** Entries that match all of it. */
export interface AuditFilter {
  /** `budget.changed`, or `budget` for all that begin with it. */
  action?: string | null;
  /** The id of who did it. */
  actor?: string | null;
  /** The id of what it was done to. */
  target?: string | null;
  from?: Date | null;
  to?: Date | null;
}

/** One tenant's chain as of one moment. */
export interface ChainSnapshot {
  end: ChainEnd | null;
  anchors: Anchor[];
  /** The entries from `seq` on, in the order of their numbers. */
  events(seq: number): AsyncGenerator<AuditEvent>;
}

const PAGE = 1_000;

@Injectable()
export class AuditStore {
  constructor(private readonly database: Database) {}

  /** By default the newest first. @throws ValidationError for a wrong filter or cursor */
  async search(
    tenantId: string,
    { action = null, actor = null, target = null, from = null, to = null, ...query }: AuditFilter & ListQuery,
  ): Promise<{ items: AuditEvent[]; nextCursor: string | null }> {
    const params = [tenantId, action, actor, target, from, to];
    const selected = { conditions: SELECTED_EVENTS, params };
    const { rows, nextCursor } = await readPage<EventRow>(this.database, AUDIT_LIST, selected, query);
    return { items: rows.map(toEvent), nextCursor };
  }

  /** @param tenantId null for all. `seq`: the highest number that there is a trace of */
  chains(tenantId: string | null): Promise<{ tenantId: string; seq: number }[]> {
    return this.database.query(LIST_CHAINS, [tenantId]);
  }

  /** The entries of a tenant, in order, without holding a transaction open. */
  export(tenantId: string): AsyncGenerator<AuditEvent> {
    return eventsFrom(this.database, tenantId, 1);
  }

  read<T>(tenantId: string, use: (chain: ChainSnapshot) => Promise<T>): Promise<T> {
    return this.database.transaction(async (sql) => {
      await sql.query(READ_ONE_MOMENT);
      const [end = null] = await sql.query<ChainEnd>(READ_END, [tenantId]);
      const anchors = await sql.query<Anchor>(READ_ANCHORS, [tenantId]);
      return use({ end, anchors, events: (seq) => eventsFrom(sql, tenantId, seq) });
    });
  }

  /** Ends of chains that no anchor made with this key covers. */
  toAnchor(keyId: string): Promise<Omit<Anchor, 'keyId' | 'signature'>[]> {
    return this.database.query(CHAINS_TO_ANCHOR, [keyId]);
  }

  /** @returns false where another process has stored the same already */
  async addAnchor({ tenantId, seq, hash, at, keyId, signature }: Anchor): Promise<boolean> {
    const params = [tenantId, seq, hash, at, keyId, signature];
    return (await this.database.query(INSERT_ANCHOR, params)).length > 0;
  }
}

async function* eventsFrom(sql: Sql, tenantId: string, first: number): AsyncGenerator<AuditEvent> {
  for (let next = first, full = true; full;) {
    const rows = await sql.query<EventRow>(READ_CHAIN, [tenantId, next, PAGE]);
    yield* rows.map(toEvent);
    full = rows.length === PAGE;
    next = (rows.at(-1)?.seq ?? 0) + 1;
  }
}

const toEvent = ({ actorType, actorId, targetType, targetId, ...row }: EventRow): AuditEvent => ({
  ...row,
  actor: { type: actorType, id: actorId },
  target: targetType === null ? null : { type: targetType, id: targetId ?? '' },
});
