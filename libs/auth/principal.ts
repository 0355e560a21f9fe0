import type { AuditActor } from './audit/domain/entry.js';
import type { Permission } from './permissions.js';

/** What somebody may do, and to whose rows. */
export interface Rights {
  permissions: ReadonlySet<Permission>;
  /** May see and change the rows of the tenant's other users too. */
  anyJob: boolean;
}

/** Who is calling, with the rights of this moment: at most a second old, whatever a token says. */
export interface Principal extends Rights {
  userId: string;
  tenantId: string;
  /** A built-in role or one of the tenant's own. Decides nothing by itself: the permissions do. */
  role: string;
  /** Of the tenant that operates the system, and so may do what concerns all tenants. */
  operator: boolean;
  /** The key that the call came with; the user is its owner. */
  apiKeyId?: string;
  apiKeyPrefix?: string;
  /** The session that a person's call belongs to. */
  sessionId?: string;
}

/** Which rows a caller may see: always those of one tenant, and of these either all or only the caller's own. */
export interface AccessScope {
  tenantId: string;
  userId: string;
  /** May see the rows of the tenant's other users too. */
  any: boolean;
}

export const scopeOf = ({ userId, tenantId, anyJob }: Principal): AccessScope => ({
  userId,
  tenantId,
  any: anyJob,
});

/** Who did it, for the audit log: the key, where the call came with one. */
export const actorOf = ({ userId, apiKeyId }: Principal): AuditActor =>
  apiKeyId === undefined ? { type: 'user', id: userId } : { type: 'api_key', id: apiKeyId };
