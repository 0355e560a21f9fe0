import { createHash } from 'node:crypto';
import { canonicalJson, type JsonObject } from '#libs/kernel';

export const ACTOR_TYPES = ['user', 'api_key', 'system', 'anonymous'] as const;

export interface AuditActor {
  type: (typeof ACTOR_TYPES)[number];
  id: string | null;
}

export interface AuditTarget {
  type: string;
  id: string;
}

/** A user who is signed in. */
export const userActor = (id: string): AuditActor => ({ type: 'user', id });

/** The chain of what belongs to no tenant, such as a sign-in with an address that nobody has. */
export const NO_TENANT = '00000000-0000-0000-0000-000000000000';

/** What was done, as the code that did it tells it. */
export interface AuditEntry {
  tenantId: string;
  actor: AuditActor;
  /** What happened to what, e.g. `user.disabled`. */
  action: string;
  target: AuditTarget | null;
  /** What else a reader needs to know; never a secret. */
  details?: JsonObject;
  correlationId?: string;
}

/** An entry as it stands in its tenant's chain: what the hash is made over. */
export interface ChainedEntry {
  tenantId: string;
  /** 1 for the tenant's first entry; without gaps. */
  seq: number;
  /** To the millisecond. */
  at: Date;
  actor: AuditActor;
  action: string;
  target: AuditTarget | null;
  details: JsonObject;
  correlationId: string | null;
}

/** A stored entry with its place in the chain. */
export interface AuditEvent extends ChainedEntry {
  previousHash: string;
  hash: string;
}

/** What the first entry of a chain follows. */
export const GENESIS_HASH = '0'.repeat(64);

/** SHA-256 (hex) over the previous entry's hash, a line feed, and the entry as canonical JSON (RFC 8785; times in ISO 8601, UTC). */
export const entryHash = (previousHash: string, entry: ChainedEntry): string =>
  createHash('sha256')
    .update(`${previousHash}\n${canonicalEntry(entry)}`)
    .digest('hex');

function canonicalEntry({
  tenantId,
  seq,
  at,
  actor,
  action,
  target,
  details,
  correlationId,
}: ChainedEntry): string {
  return canonicalJson({
    tenantId,
    seq,
    at: at.toISOString(),
    actor: { type: actor.type, id: actor.id },
    action,
    target: target && { type: target.type, id: target.id },
    details,
    correlationId,
  });
}
