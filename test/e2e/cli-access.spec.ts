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

  it('shows where a user is signed in, and ends that', async () => {
    const user = await api.addUser('USER');
    await Promise.all([api.signIn(user.email), api.signIn(user.email)]);
    const listed = await json<{ items: { id: string }[] }>('sessions', 'list', user.id);
    expect(listed.items).toHaveLength(2);
    expect((await run('sessions', 'end', user.id, listed.items[0]!.id)).out).toBe('Ended.\n');
    expect((await run('sessions', 'end', user.id)).out).toMatch(/^1 ended/);
    expect((await run('sessions', 'list', user.id)).out).toBe('None.\n');
  });

  it('shows and changes settings', async () => {
    expect((await run('settings', 'quota', 'jobs_per_day', '--limit', '500')).out).toMatch(
      /quota jobs_per_day +500 +0/,
    );
    expect((await run('settings', 'budget', 'month', '--limit', '9000000')).out).toMatch(
      /budget tenant month +9000000 +0/,
    );
    expect((await run('settings', 'approval-threshold', '--limit', '2000000')).out).toMatch(
      /approval-threshold +2000000/,
    );
    expect(await json('settings', 'show')).toMatchObject({ approvalThreshold: { aboveMicros: 2_000_000 } });
    expect((await run('settings', 'budget', 'month')).err).toContain('--limit <number> or --remove');
    expect(await json('settings', 'quota', 'jobs_per_day', '--remove')).toMatchObject({
      budgets: [{ limitMicros: 9_000_000 }],
    });
    expect((await run('settings', 'budget', 'month', '--remove')).out).not.toContain('budget');
    expect((await run('settings', 'quota', 'films')).err).toContain('jobs_per_day');
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
