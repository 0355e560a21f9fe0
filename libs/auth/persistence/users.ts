import { Injectable } from '@nestjs/common';
import { acrossTenants, Database } from '#libs/database';
import { Callers } from '../callers/callers.js';
import type { Principal } from '../principal.js';

export interface Account {
  userId: string;
  tenantId: string;
  role: string;
  passwordHash: string;
  disabled: boolean;
}

const BY_EMAIL = `
SELECT id AS "userId", tenant_id AS "tenantId", role, password_hash AS "passwordHash", disabled_at IS NOT NULL AS disabled
FROM users WHERE lower(email) = lower($1)`;

/** Users of all tenants: who signs in, and whose token it is, is known before the tenant is. */
@Injectable()
export class Users {
  constructor(
    private readonly database: Database,
    private readonly callers: Callers,
  ) {}

  async findByEmail(email: string): Promise<Account | null> {
    const [account] = await acrossTenants(() => this.database.query<Account>(BY_EMAIL, [email]));
    return account ?? null;
  }

  /** Null for a user that is gone or disabled, or whose role is. At most a second old. @throws AccessError `auth.tenant_suspended` */
  findActive(userId: string): Promise<Principal | null> {
    return this.callers.user(userId);
  }
}
