import { createDataSource, Database, DatabaseConfig } from '#libs/database';
import { newId } from '#libs/kernel';
import { testEnvironment, type TestEnvironment } from '#libs/testing';
import { createAdmin, ensureFirstAdmin } from './first-admin.js';
import { passwordMatches } from '../sign-in/passwords/hashing.js';

const address = () => `${newId()}@example.org`;

describe('the first administrator', () => {
  let environment: TestEnvironment;
  let database: Database;

  beforeAll(async () => {
    environment = await testEnvironment();
    database = new Database(await createDataSource(DatabaseConfig.fromEnv()).initialize());
  });
  afterAll(async () => {
    await database?.dataSource.destroy();
    await environment?.drop();
  });

  it('is made once, however many processes start at once, and only where there is no user', async () => {
    const made = await Promise.all(
      Array.from({ length: 8 }, () => ensureFirstAdmin(database, { email: address() })),
    );
    expect(made.filter((admin) => admin !== null)).toHaveLength(1);
    expect(await ensureFirstAdmin(database, { email: address() })).toBeNull();
    expect(await database.query('SELECT FROM users')).toHaveLength(1);
    expect(await database.query('SELECT FROM tenants')).toHaveLength(1);
  });

  it('has a random password, of which only the hash is stored, and may be followed by others of the same tenant', async () => {
    const { email, password } = await createAdmin(database, { email: address() });
    expect(password.length).toBeGreaterThanOrEqual(20);
    const [row] = await database.query<{ password_hash: string; role: string }>(
      'SELECT password_hash, role FROM users WHERE email = $1',
      [email],
    );
    expect(row?.role).toBe('ADMIN');
    expect(await passwordMatches(row?.password_hash, password)).toBe(true);
    expect(await database.query('SELECT DISTINCT tenant_id FROM users')).toHaveLength(1);
  });

  it('can’t take an address that is taken, in whatever case, or that is none', async () => {
    const { email } = await createAdmin(database, { email: address() });
    await expect(createAdmin(database, { email: email.toUpperCase() })).rejects.toMatchObject({
      code: 'auth.email_taken',
    });
    await expect(createAdmin(database, { email: 'nonsense' })).rejects.toMatchObject({
      code: 'auth.invalid_email',
    });
  });
});
