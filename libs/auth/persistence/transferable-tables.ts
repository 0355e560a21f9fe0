import type { TransferableTable } from '#libs/database';
import { NO_PASSWORD } from '../sign-in/passwords/hashing.js';

/** What an export takes of tenants and their users. */
export const AUTH_TABLES: readonly TransferableTable[] = [
  {
    name: 'tenants',
    key: ['id'],
    rows: 't.id = $1',
    columns: {
      id: { type: 'id' },
      name: { type: 'text' },
      created_at: { type: 'time' },
      suspended_at: { type: 'time', nullable: true },
      // Who operates the one system does not operate the other.
      operator: { type: 'boolean', imported: 'false' },
    },
  },
  {
    name: 'roles',
    key: ['tenant_id', 'name'],
    rows: 't.tenant_id = $1',
    columns: {
      tenant_id: { type: 'id', references: 'tenants' },
      name: { type: 'text' },
      description: { type: 'text' },
      permissions: { type: 'texts' },
      any_job: { type: 'boolean' },
      created_at: { type: 'time' },
      updated_at: { type: 'time' },
    },
  },
  {
    name: 'users',
    key: ['id'],
    rows: 't.tenant_id = $1',
    columns: {
      id: { type: 'id' },
      tenant_id: { type: 'id', references: 'tenants' },
      email: { type: 'text', unique: 'email' },
      password_hash: { type: 'text', secretDefault: NO_PASSWORD },
      role: { type: 'text' },
      disabled_at: { type: 'time', nullable: true, until: 'now()' },
      created_at: { type: 'time' },
    },
  },
];
