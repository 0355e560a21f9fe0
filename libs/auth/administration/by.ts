import { type AuditEntry, userActor } from '../audit/domain/entry.js';
import type { Principal } from '../principal.js';

/** Who does something. */
export interface By {
  caller: Principal;
}

/** An entry of the audit log about what this caller does in a tenant, by default in their own. */
export const entryOf = (
  { caller }: By,
  act: Pick<AuditEntry, 'action' | 'target' | 'details'> & { tenantId?: string },
): AuditEntry => ({ tenantId: caller.tenantId, actor: userActor(caller.userId), ...act });

export interface PageRequest {
  limit: number;
  /** The id of the last item of the page before. */
  cursor?: string;
}

export interface PageOf<T> {
  items: T[];
  nextCursor: string | null;
}

/** @param rows one more than fit, where there are more */
export function pageOf<T extends { id: string }>(rows: T[], limit: number): PageOf<T> {
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
