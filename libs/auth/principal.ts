import { ROLES, type Role } from './permissions.js';

/** Who is calling: read from the database for every request, so that it is never older than that. */
export interface Principal {
  userId: string;
  tenantId: string;
  role: Role;
  /** Undefined for callers that have none, such as API keys. */
  sessionId?: string;
}

/** Which rows a caller may see: always those of one tenant, and of these either all or only the caller's own. */
export interface AccessScope {
  tenantId: string;
  userId: string;
  /** May see the rows of the tenant's other users too. */
  any: boolean;
}

export const scopeOf = ({ userId, tenantId, role }: Principal): AccessScope => ({
  userId,
  tenantId,
  any: ROLES[role].anyJob,
});
