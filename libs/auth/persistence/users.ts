import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Raw, type Repository } from 'typeorm';
import { Database } from '#libs/database';
import { isRole } from '../permissions.js';
import type { Principal } from '../principal.js';
import { UserEntity } from './entities.js';

export interface Account {
  principal: Principal;
  passwordHash: string;
  disabled: boolean;
}

@Injectable()
export class Users {
  constructor(
    @InjectRepository(UserEntity) private readonly users: Repository<UserEntity>,
    private readonly database: Database,
  ) {}

  async findByEmail(email: string): Promise<Account | null> {
    const user = await this.users.findOneBy({
      email: Raw((column) => `lower(${column}) = lower(:email)`, { email }),
    });
    if (!user || !isRole(user.role)) return null;
    return {
      principal: { userId: user.id, tenantId: user.tenantId, role: user.role },
      passwordHash: user.passwordHash,
      disabled: user.disabledAt !== null,
    };
  }

  /** Null for a user that is gone, disabled, or of a role that is unknown here. Runs at every request, so it is plain SQL. */
  async findActive(userId: string): Promise<Principal | null> {
    const [user] = await this.database.query<{ tenantId: string; role: string }>(
      'SELECT tenant_id AS "tenantId", role FROM users WHERE id = $1 AND disabled_at IS NULL',
      [userId],
    );
    if (!user || !isRole(user.role)) return null;
    return { userId, tenantId: user.tenantId, role: user.role };
  }
}
