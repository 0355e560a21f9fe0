import { type ApiProcess, PASSWORD, startApi } from './api-process.js';
import { SignInClient } from './sign-in-client.js';

describe('guessing at passwords', () => {
  let api: ApiProcess;
  let client: SignInClient;
  beforeAll(async () => {
    api = await startApi({ AUTH_LOCKOUT_ADDRESS_FAILURES: '1000' });
    client = new SignInClient(api.url);
  });
  afterAll(() => api?.stop());

  const guess = async (email: string, times: number) => {
    for (let i = 0; i < times; i++) expect((await client.login(email, `wrong ${i}`)).status).toBe(401);
  };
  const locks = () =>
    api.database.query<{ kind: string; failures: number; seconds: number }>(
      'SELECT kind, failures, extract(epoch FROM locked_until - last_failed_at)::int AS seconds FROM sign_in_failures',
    );
  const passTime = () =>
    api.database.query("UPDATE sign_in_failures SET locked_until = now() - interval '1 ms'");
  const forgetAll = () => api.database.query('DELETE FROM sign_in_failures');
  beforeEach(forgetAll);

  it('locks an account for a time that doubles, whatever password comes then', async () => {
    const { email } = await api.addUser('USER');
    await guess(email, 5);
    const seconds = [];
    for (let i = 0; i < 4; i++) {
      const locked = await client.login(email, PASSWORD);
      expect(locked).toMatchObject({ status: 429, problem: 'auth.locked' });
      expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
      seconds.push((await locks()).find(({ kind }) => kind === 'account')?.seconds);
      await passTime();
      await guess(email, 1);
    }
    expect(seconds).toEqual([2, 4, 8, 16]);
  });

  it('locks for a quarter of an hour at most', async () => {
    const { email } = await api.addUser('USER');
    await guess(email, 1);
    await api.database.query("UPDATE sign_in_failures SET failures = 900 WHERE kind = 'account'");
    await guess(email, 1);
    expect((await locks()).find(({ kind }) => kind === 'account')?.seconds).toBe(900);
  });

  it('is forgotten when the right password comes, or an hour later', async () => {
    const { email } = await api.addUser('USER');
    await guess(email, 4);
    expect((await client.login(email)).status).toBe(200);
    expect((await locks()).map(({ kind }) => kind)).toEqual(['address']);
    await guess(email, 4);
    await api.database.query("UPDATE sign_in_failures SET last_failed_at = now() - interval '61 minutes'");
    await guess(email, 4);
    expect((await client.login(email)).status).toBe(200);
  });

  it('does not tell whether there is such an account', async () => {
    const [{ email }, nobody] = [await api.addUser('USER'), 'nobody-at-all@example.org'];
    const answersFor = async (address: string) => {
      const answers = [];
      for (let i = 0; i < 6; i++) {
        const { status, body, headers } = await client.login(address, 'wrong');
        answers.push([status, body, headers.get('retry-after')]);
      }
      return JSON.stringify(answers).replace(/"correlationId":"[^"]+"/g, '');
    };
    const known = await answersFor(email);
    expect(known).toContain('429');
    expect(await answersFor(nobody)).toBe(known);
  });

  it('is held up however many guess at once', async () => {
    const { email } = await api.addUser('USER');
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => client.login(email, `guess number ${i}`)),
    );
    // Two passwords are looked at at once, so that one more may have been under way.
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(6);
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(34);
  });

  it('is counted without keeping what strangers typed as their address', async () => {
    const { email } = await api.addUser('USER');
    await guess(email, 5);
    const [row] = await api.database.query<{ subject: string }>(
      "SELECT subject FROM sign_in_failures WHERE kind = 'account'",
    );
    expect(row?.subject).not.toContain('@');
  });

  it('is written to the audit log, also for an address that nobody has', async () => {
    const { id, email } = await api.addUser('USER');
    await guess(email, 5);
    await guess('nobody-at-all@example.org', 1);
    const entries = await api.database.query<{ action: string; target_id: string | null }>(
      'SELECT action, target_id FROM audit_events ORDER BY at DESC LIMIT 6',
    );
    expect(entries[0]).toEqual({ action: 'user.sign_in_failed', target_id: null });
    expect(entries.slice(1).map(({ action }) => action)).toEqual([
      'user.locked',
      ...Array<string>(4).fill('user.sign_in_failed'),
    ]);
    expect(entries.slice(1).every((entry) => entry.target_id === id)).toBe(true);
  });

  describe('from one address', () => {
    let strict: ApiProcess;
    beforeAll(async () => {
      strict = await startApi({ AUTH_LOCKOUT_ADDRESS_FAILURES: '6' });
    });
    afterAll(() => strict?.stop());

    it('locks that address for all accounts', async () => {
      const there = new SignInClient(strict.url);
      for (let i = 0; i < 6; i++)
        expect((await there.login(`victim${i}@example.org`, 'wrong')).status).toBe(401);
      const { email } = await strict.addUser('USER');
      expect(await there.login(email)).toMatchObject({ status: 429, problem: 'auth.locked' });
    });
  });

  it('gives way to a hash of today’s cost when the password is right', async () => {
    const { id, email } = await api.addUser('USER');
    await api.database.query('UPDATE users SET password_hash = $2 WHERE id = $1', [id, await cheapHash()]);
    expect((await client.login(email)).status).toBe(200);
    const [row] = await api.database.query<{ hash: string }>(
      'SELECT password_hash AS hash FROM users WHERE id = $1',
      [id],
    );
    expect(row?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect((await client.login(email)).status).toBe(200);
  });
});

async function cheapHash(): Promise<string> {
  const { hash } = await import('@node-rs/argon2');
  return hash(PASSWORD, { memoryCost: 4_096, timeCost: 1, parallelism: 1 });
}
