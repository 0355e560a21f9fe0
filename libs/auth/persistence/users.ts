import { Injectable } from '@nestjs/common';
import { acrossTenants, Database } from '#libs/database';
import { isRole } from '../permissions.js';
import type { Principal } from '../principal.js';

export interface Account {
  principal: Principal;
  passwordHash: string;
  disabled: boolean;
}

interface AccountRow {
  id: string;
  tenantId: string;
  role: string;
  passwordHash: string;
  disabled: boolean;
}

const BY_EMAIL = `
SELECT id, tenant_id AS "tenantId", role, password_hash AS "passwordHash", disabled_at IS NOT NULL AS disabled
FROM users WHERE lower(email) = lower($1)`;

/** Users of all tenants: who signs in, and whose token it is, is known before the tenant is. */
@Injectable()
export class Users {
  constructor(private readonly database: Database) {}

  async findByEmail(email: string): Promise<Account | null> {
    const [user] = await acrossTenants(() => this.database.query<AccountRow>(BY_EMAIL, [email]));
    if (!user || !isRole(user.role)) return null;
    const { id: userId, tenantId, role, passwordHash, disabled } = user;
    return { principal: { userId, tenantId, role }, passwordHash, disabled };
  }

  /** Null for a user that is gone, disabled, or of a role that is unknown here. Runs at every request, so it is plain SQL. */
  async findActive(userId: string): Promise<Principal | null> {
    const [user] = await acrossTenants(() =>
      this.database.query<{ tenantId: string; role: string }>(
        'SELECT tenant_id AS "tenantId", role FROM users WHERE id = $1 AND disabled_at IS NULL',
        [userId],
      ),
    );
    if (!user || !isRole(user.role)) return null;
    return { userId, tenantId: user.tenantId, role: user.role };
  }
}
