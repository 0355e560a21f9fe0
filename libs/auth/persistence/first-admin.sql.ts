import type { Sql } from '#libs/database';
import type { Role } from '../permissions.js';

export const DEFAULT_TENANT_ID = '00000000-0000-7000-8000-000000000001';

/** Until the transaction ends, nobody else adds the first user. */
export const lockUsers = (sql: Sql): Promise<unknown[]> =>
  sql.query('LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE');

export async function anyUser(sql: Sql): Promise<boolean> {
  const [row] = await sql.query<{ found: boolean }>('SELECT EXISTS (SELECT FROM users) AS found');
  return row?.found === true;
}

/** The tenant that operates the system: made with the first administrator. */
export async function tenantForAdmins(sql: Sql): Promise<string> {
  await sql.query(
    `INSERT INTO tenants (id, name, operator)
     SELECT $1, 'Default', true WHERE NOT EXISTS (SELECT FROM tenants WHERE operator)
     ON CONFLICT DO NOTHING`,
    [DEFAULT_TENANT_ID],
  );
  const [tenant] = await sql.query<{ id: string }>('SELECT id FROM tenants WHERE operator');
  if (!tenant) throw new Error('There is no tenant although one was just added');
  return tenant.id;
}

/** False where the e-mail address is taken. */
export async function addUser(
  sql: Sql,
  user: { id: string; tenantId: string; email: string; passwordHash: string; role: Role },
): Promise<boolean> {
  const added = await sql.query(
    `INSERT INTO users (id, tenant_id, email, password_hash, role) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (lower(email)) DO NOTHING RETURNING id`,
    [user.id, user.tenantId, user.email, user.passwordHash, user.role],
  );
  return added.length === 1;
}
