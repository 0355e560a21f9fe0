import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { newId } from '#libs/kernel';
import { type ApiProcess, bearer, startApi } from './api-process.js';

const MAIN = fileURLToPath(new URL('../../apps/cli/src/main.js', import.meta.url));

describe('npm run admin', () => {
  let api: ApiProcess;
  let token: string;

  beforeAll(async () => {
    api = await startApi();
    token = await api.tokenOf('ADMIN');
  });
  afterAll(() => api?.stop());

  const run = (...args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const options = { env: { ...process.env, AIPROD_URL: api.url, AIPROD_TOKEN: token } };
      execFile(process.execPath, [MAIN, 'admin', ...args], options, (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code), out, err }),
      );
    });
  const json = async <T>(...args: string[]): Promise<T> =>
    JSON.parse((await run(...args, '--json')).out) as T;

  it('adds a user, gives another role, disables and enables', async () => {
    const email = `${newId()}@example.org`;
    const added = await run('users', 'add', '--email', email, '--role', 'VIEWER');
    expect(added.out).toMatch(new RegExp(`${email} +VIEWER +- [^]*shown this once[^]*password  \\S{20}`));
    const id = /^[\da-f-]{36}/m.exec(added.out)![0];
    expect((await run('users', 'role', id, 'USER')).out).toContain('USER');
    expect((await run('users', 'disable', id)).out).toMatch(/USER +\d{4}-/);
    expect((await run('users', 'enable', id)).out).toMatch(/USER +- /);
    expect((await run('users', 'list', '--role', 'USER')).out).toContain(email);
    expect(await json('users', 'show', id)).toMatchObject({ email, role: 'USER', mfaEnabled: false });
    await api.database.query(
      "INSERT INTO totp_factors (user_id, seed_sealed, confirmed_at) VALUES ($1, 'x', now())",
      [id],
    );
    expect((await run('users', 'reset-mfa', id)).out).toBe('The next sign-in asks for the password alone.\n');
    expect((await run('users', 'reset-mfa', id)).err).toContain('The user has no second factor');
  });

  it('defines, changes and deletes a role', async () => {
    const made = await run(
      'roles',
      'add',
      'producer',
      '--permissions',
      'jobs:read, spend:approve',
      '--any-job',
    );
    expect(made.out).toMatch(/producer +own +all +0 +jobs:read spend:approve/);
    const changed = await run('roles', 'change', 'producer', '--permissions', 'jobs:read', '--own-jobs');
    expect(changed.out).toMatch(/producer +own +own +0 +jobs:read$/m);
    expect((await run('roles', 'list')).out).toMatch(/ADMIN +built in[^]*producer/);
    expect((await run('roles', 'delete', 'producer')).out).toBe('Deleted.\n');
  });

  it('makes, rotates and revokes an API key', async () => {
    const made = await json<{ id: string; key: string }>(
      'keys',
      'add',
      '--name',
      'x',
      '--permissions',
      'jobs:read',
    );
    const rotated = await run('keys', 'rotate', made.id, '--overlap', '60');
    const [key] = /aiprod_\S+/.exec(rotated.out)!;
    const status = async (as: string) => (await fetch(`${api.url}/v1/jobs`, { headers: bearer(as) })).status;
    expect([await status(made.key), await status(key)]).toEqual([200, 200]);
    expect((await run('keys', 'revoke', made.id)).out).toBe('Revoked.\n');
    expect((await run('keys', 'show', made.id)).out).toContain('ended');
    expect((await run('keys', 'list')).out).not.toContain(key);
  });

  it('adds, renames, suspends and resumes a tenant', async () => {
    const email = `${newId()}@example.org`;
    const added = await run('tenants', 'add', '--name', 'Bakery', '--admin-email', email);
    expect(added.out).toMatch(new RegExp(`Bakery +no +1 [^]*shown this once[^]*${email}`));
    const id = /^[\da-f-]{36}/m.exec(added.out)![0];
    expect((await run('tenants', 'rename', id, 'Old bakery')).out).toContain('Old bakery');
    expect((await run('tenants', 'suspend', id)).out).toMatch(/Old bakery +no +1 +\d{4}-/);
    expect((await run('tenants', 'resume', id)).out).toMatch(/Old bakery +no +1 +- /);
    expect((await run('tenants', 'list')).out).toContain('Old bakery');
  });

  it('says what the API refuses, with the field, and ends with 1', async () => {
    expect(await run('users', 'add', '--email', 'nonsense')).toMatchObject({
      code: 1,
      err: expect.stringContaining('email: must be an e-mail address') as string,
    });
    expect((await run('users', 'show', newId())).err).toContain('No such user (404)');
  });

  it('explains itself with an example', async () => {
    expect((await run('keys', 'add', '--help')).out).toMatch(
      /Example:\n {2}npm run admin -- keys add --name/,
    );
  });
});
