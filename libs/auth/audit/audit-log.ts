import { Injectable } from '@nestjs/common';
import type { Sql } from '#libs/database';
import { AppError } from '#libs/kernel';
import { safeDetails, safeText } from './domain/details.js';
import { entryHash, GENESIS_HASH, type AuditEntry } from './domain/entry.js';
import { attributed } from './request-origin.js';
import { APPEND_ENTRY, BEGIN_CHAIN, LOCK_CHAIN } from './persistence/audit.sql.js';

interface ChainEnd {
  seq: number;
  hash: string;
  now: Date;
}

const ACTION = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/;

/** Appends to the tenant's chain of security events and administrative acts. */
@Injectable()
export class AuditLog {
  /**
   * Records an act in the transaction that does it, so that neither stands without the other. The end of the tenant's chain stays
   * locked until that transaction ends: record last, just before the commit. Within a request the entry gets its correlation id, and
   * the API key that did it in the place of the key's owner.
   * @throws AppError `audit.details_refused` for details that must not be stored; `audit.action_refused` for an action's wrong name
   */
  async record(sql: Sql, act: AuditEntry): Promise<void> {
    const entry = attributed(act);
    if (!ACTION.test(entry.action)) {
      throw new AppError(
        'audit.action_refused',
        `An action is named like "user.disabled", not "${entry.action}"`,
      );
    }
    const details = safeDetails(entry.details);
    const actor = { ...entry.actor, id: optionalText(entry.actor.id) };
    const target = entry.target && { type: entry.target.type, id: safeText(entry.target.id) };
    const correlationId = optionalText(entry.correlationId);

    const end = await lockChain(sql, entry.tenantId);
    const { action, tenantId } = entry;
    const chained = {
      tenantId,
      seq: end.seq + 1,
      at: end.now,
      actor,
      action,
      target,
      details,
      correlationId,
    };
    await sql.query(APPEND_ENTRY, [
      tenantId,
      chained.seq,
      entryHash(end.hash, chained),
      end.hash,
      chained.at,
      actor.type,
      actor.id,
      action,
      target?.type ?? null,
      target?.id ?? null,
      JSON.stringify(details),
      correlationId,
    ]);
  }
}

const optionalText = (text: string | null | undefined): string | null =>
  text == null ? null : safeText(text);

async function lockChain(sql: Sql, tenantId: string): Promise<ChainEnd> {
  const [end] = await sql.query<ChainEnd>(LOCK_CHAIN, [tenantId]);
  if (end) return end;
  await sql.query(BEGIN_CHAIN, [tenantId, GENESIS_HASH]);
  const [begun] = await sql.query<ChainEnd>(LOCK_CHAIN, [tenantId]);
  if (!begun) throw new Error('There is no end of an audit chain that was just begun');
  return begun;
}
