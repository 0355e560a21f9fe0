import { z } from 'zod';
import { newId } from '#libs/kernel';
import type { Database, Sql } from '#libs/database';
import { AuditLog } from '../audit/audit-log.js';
import { AuthError } from '../auth.errors.js';
import { addUser, anyUser, lockUsers, tenantForAdmins } from '../persistence/first-admin.sql.js';
import { hashPassword, randomPassword } from '../sign-in/passwords/hashing.js';

export interface Credentials {
  email: string;
  /** Stored nowhere: shown once, to whoever asked for the account. */
  password: string;
}

/** Adds an administrator with a random password. @throws AuthError `auth.invalid_email`, `auth.email_taken` */
export async function createAdmin(database: Database, { email }: { email: string }): Promise<Credentials> {
  const account = await newAccount(email);
  return database.transaction((sql) => insertAdmin(sql, account));
}

/** Adds an administrator if there is no user at all, and null otherwise; of processes that start together one adds it. */
export async function ensureFirstAdmin(
  database: Database,
  { email }: { email: string },
): Promise<Credentials | null> {
  const account = await newAccount(email);
  return database.transaction(async (sql) => {
    await lockUsers(sql);
    return (await anyUser(sql)) ? null : insertAdmin(sql, account);
  });
}

interface NewAccount extends Credentials {
  passwordHash: string;
}

async function newAccount(email: string): Promise<NewAccount> {
  if (!z.email().safeParse(email).success) {
    throw new AuthError('auth.invalid_email', 'The e-mail address must look like name@example.org');
  }
  const password = randomPassword();
  return { email, password, passwordHash: await hashPassword(password) };
}

async function insertAdmin(sql: Sql, { email, password, passwordHash }: NewAccount): Promise<Credentials> {
  const tenantId = await tenantForAdmins(sql);
  const id = newId();
  const added = await addUser(sql, { id, tenantId, email, passwordHash, role: 'ADMIN' });
  if (!added) throw new AuthError('auth.email_taken', 'There is a user with this e-mail address already');
  await new AuditLog().record(sql, {
    tenantId,
    actor: { type: 'system', id: null },
    action: 'user.created',
    target: { type: 'user', id },
    details: { email, role: 'ADMIN', from: 'command line' },
  });
  return { email, password };
}
