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

export interface PageOf<T> {
  items: T[];
  nextCursor: string | null;
}
