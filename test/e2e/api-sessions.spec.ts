import { newId } from '#libs/kernel';
import { type ApiProcess, json, launch, PASSWORD, startApi, until } from './api-process.js';
import { answerOf, SignInClient, type Tokens } from './sign-in-client.js';

interface SessionList {
  items: { id: string; current: boolean; kind: string; device: string; address: string }[];
}

describe('sessions', () => {
  let api: ApiProcess;
  let client: SignInClient;
  beforeAll(async () => {
    api = await startApi();
    client = new SignInClient(api.url);
  });
  afterAll(() => api?.stop());

  const signIn = async (email?: string): Promise<Tokens & { email: string; userId: string }> => {
    const user = email ? { email, id: '' } : await api.addUser('USER');
    const { status, body } = await client.login(user.email);
    expect(status).toBe(200);
    return { ...body, email: user.email, userId: user.id };
  };
  const ageTokens = (sessionId: string) =>
    api.database.query(
      "UPDATE refresh_tokens SET used_at = used_at - interval '1 minute' WHERE session_id = $1 AND used_at IS NOT NULL",
      [sessionId],
    );
  const audited = async (userId: string) =>
    (
      await api.database.query<{ action: string }>(
        'SELECT action FROM audit_events WHERE target_id = $1 ORDER BY seq',
        [userId],
      )
    ).map(({ action }) => action);

  describe('are refreshed', () => {
    it('by a token that is good once, and stored nowhere', async () => {
      const first = await signIn();
      const { status, body: second, headers } = await client.refresh(first.refreshToken);
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(second.sessionId).toBe(first.sessionId);
      expect(second.refreshToken).not.toBe(first.refreshToken);
      expect(await client.opens(second.accessToken)).toBe(true);
      const [row] = await api.database.query<{ found: string }>(
        "SELECT string_agg(encode(hash, 'hex') || encode(hash, 'base64'), ' ') AS found FROM refresh_tokens",
      );
      expect(row?.found).not.toContain(second.refreshToken);
    });

    it('fifty times at once into one lineage: one wins, and the others end nothing', async () => {
      const first = await signIn();
      const answers = await Promise.all(Array.from({ length: 50 }, () => client.refresh(first.refreshToken)));
      const won = answers.filter(({ status }) => status === 200);
      const lost = answers.filter(({ problem }) => problem === 'auth.refresh_conflict');
      expect([won.length, lost.length]).toEqual([1, 49]);
      const [unused] = await api.database.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM refresh_tokens WHERE session_id = $1 AND used_at IS NULL',
        [first.sessionId],
      );
      expect(unused?.n).toBe(1);
      expect((await client.refresh(won[0]!.body.refreshToken)).status).toBe(200);
    });

    it('never by a token that was used a while ago: then its session ends, the thief’s and the owner’s', async () => {
      const first = await signIn();
      const { body: second } = await client.refresh(first.refreshToken);
      await ageTokens(first.sessionId);
      expect((await client.refresh(first.refreshToken)).problem).toBe('auth.refresh_reused');
      expect((await client.refresh(second.refreshToken)).problem).toBe('auth.refresh_invalid');
      expect(await client.opens(second.accessToken)).toBe(false);
      expect(await audited(first.userId)).toEqual(['user.signed_in', 'session.refresh_reused']);
    });

    it('apart from the user’s other sessions', async () => {
      const first = await signIn();
      const other = await signIn(first.email);
      await client.refresh(first.refreshToken);
      await ageTokens(first.sessionId);
      await client.refresh(first.refreshToken);
      expect(await client.opens(other.accessToken)).toBe(true);
      expect((await client.refresh(other.refreshToken)).status).toBe(200);
    });

    it('not when the token or the session has expired, or the user is disabled', async () => {
      const [stale, over, disabled] = await Promise.all([signIn(), signIn(), signIn()]);
      await api.database.query(
        "UPDATE refresh_tokens SET expires_at = now() - interval '1 second' WHERE session_id = $1",
        [stale.sessionId],
      );
      await api.database.query("UPDATE sessions SET expires_at = now() - interval '1 second' WHERE id = $1", [
        over.sessionId,
      ]);
      await api.database.query('UPDATE users SET disabled_at = now() WHERE id = $1', [disabled.userId]);
      for (const { refreshToken } of [stale, over, disabled])
        expect(await client.refresh(refreshToken)).toMatchObject({
          status: 401,
          problem: 'auth.refresh_invalid',
        });
    });

    it.each([
      [{ refreshToken: 'x' }, 400],
      [{ refreshToken: "' OR 1=1 --" }, 400],
      [{ refreshToken: 7 }, 400],
      [{}, 400],
      [{ refreshToken: 'A'.repeat(43) }, 401],
    ])('not by %j', async (body, status) => {
      expect((await client.post('refresh', body)).status).toBe(status);
    });
  });

  describe('end', () => {
    it('when their user signs out, with their refresh token', async () => {
      const { accessToken, refreshToken, userId } = await signIn();
      expect((await client.post('logout', undefined, accessToken)).status).toBe(204);
      expect(await client.opens(accessToken)).toBe(false);
      expect((await client.refresh(refreshToken)).problem).toBe('auth.refresh_invalid');
      expect(await audited(userId)).toEqual(['user.signed_in', 'session.ended']);
    });

    it('all at once when their user wishes so', async () => {
      const one = await signIn();
      const two = await signIn(one.email);
      const answer = await client.post('logout-everywhere', undefined, one.accessToken);
      expect([answer.status, answer.body]).toEqual([200, { ended: 2 }]);
      expect(await client.opens(one.accessToken)).toBe(false);
      expect(await client.opens(two.accessToken)).toBe(false);
    });

    it('in every API process within a second', async () => {
      const other = await launch({ STORAGE_DIR: api.storageDir });
      try {
        const there = new SignInClient(other.url);
        const { accessToken } = await signIn();
        expect(await there.opens(accessToken)).toBe(true);
        await client.post('logout', undefined, accessToken);
        await until(async () => !(await there.opens(accessToken)));
      } finally {
        other.child.kill();
      }
    });

    it('at a process that starts afterwards', async () => {
      const { accessToken } = await signIn();
      await client.post('logout', undefined, accessToken);
      const other = await launch({ STORAGE_DIR: api.storageDir });
      const opens = await new SignInClient(other.url).opens(accessToken);
      other.child.kill();
      expect(opens).toBe(false);
    });

    it('one by one, as their user looks through them, and nobody else', async () => {
      const one = await signIn();
      const two = await signIn(one.email);
      const stranger = await signIn();
      const { body } = await client.get<SessionList>('sessions', one.accessToken);
      expect(body.items.map(({ id, current, kind }) => [id, current, kind])).toEqual([
        [two.sessionId, false, 'token'],
        [one.sessionId, true, 'token'],
      ]);
      expect(body.items[0]).toMatchObject({ device: expect.stringContaining('node'), address: '127.0.0.1' });
      const path = `sessions/${two.sessionId}`;
      expect((await client.delete(path, stranger.accessToken)).problem).toBe('auth.session_not_found');
      expect(await client.opens(two.accessToken)).toBe(true);
      expect((await client.delete(path, one.accessToken)).status).toBe(204);
      expect(await client.opens(two.accessToken)).toBe(false);
      expect((await client.delete(path, one.accessToken)).status).toBe(404);
      expect((await client.delete(`sessions/${newId()}`, one.accessToken)).status).toBe(404);
    });

    it('all but one when the password changes', async () => {
      const one = await signIn();
      const two = await signIn(one.email);
      const newPassword = 'seven quiet lamps at noon';
      const change = (body: object) => client.post('password', body, one.accessToken);
      expect((await change({ currentPassword: 'wrong', newPassword })).problem).toBe(
        'auth.invalid_credentials',
      );
      const weak = await change({ currentPassword: PASSWORD, newPassword: 'passwordpassword' });
      expect([weak.status, weak.body.errors]).toEqual([
        400,
        [{ path: 'newPassword', message: expect.stringContaining('tried first') }],
      ]);
      expect((await change({ currentPassword: PASSWORD, newPassword })).status).toBe(204);
      expect(await client.opens(one.accessToken)).toBe(true);
      expect(await client.opens(two.accessToken)).toBe(false);
      expect((await client.login(one.email)).status).toBe(401);
      expect((await client.login(one.email, newPassword)).status).toBe(200);
      expect(await audited(one.userId)).toContain('user.password_changed');
    });
  });

  it('tell nothing of their secrets to the log or the audit log', async () => {
    const { accessToken, refreshToken } = await signIn();
    await client.refresh(refreshToken);
    await answerOf(fetch(`${api.url}/v1/auth/login`, json({ email: 'a@example.org', password: PASSWORD })));
    const entries = await api.database.query('SELECT * FROM audit_events');
    const told = `${api.log.join('\n')}${JSON.stringify(entries)}`;
    for (const secret of [PASSWORD, refreshToken, accessToken.slice(-20)]) expect(told).not.toContain(secret);
  });
});
