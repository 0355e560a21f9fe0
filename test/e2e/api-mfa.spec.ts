import { createHmac } from 'node:crypto';
import { type ApiProcess, bearer, PASSWORD, startApi, until } from './api-process.js';
import { SignInClient, type Tokens } from './sign-in-client.js';

const STEP_MS = 30_000;

/** An authenticator app, as RFC 6238 has it, written apart from ours. */
class Authenticator {
  private readonly key: Buffer;

  constructor(secret: string) {
    let bits = '';
    for (const char of secret)
      bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0');
    this.key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  }

  /** @param steps from now */
  code(steps = 0): string {
    const counter = Buffer.alloc(8);
    counter.writeUInt32BE(Math.floor(Date.now() / STEP_MS) + steps, 4);
    const mac = createHmac('sha1', this.key).update(counter).digest();
    const at = mac[19]! & 15;
    return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
  }
}

describe('a second factor', () => {
  let api: ApiProcess;
  let client: SignInClient;
  beforeAll(async () => {
    api = await startApi();
    client = new SignInClient(api.url);
  });
  afterAll(() => api?.stop());

  const enrol = async () => {
    const user = await api.addUser('USER');
    const { body: tokens } = await client.login(user.email);
    const { status, body } = await client.post<{ secret: string; otpauthUri: string }>(
      'mfa/totp',
      undefined,
      tokens.accessToken,
    );
    expect(status).toBe(201);
    return { ...user, tokens, ...body, app: new Authenticator(body.secret) };
  };
  const enable = async () => {
    const user = await enrol();
    // The code of this step: that of the next one, which counts already, is left for the test.
    const { status, body } = await client.post<{ recoveryCodes: string[] }>(
      'mfa/totp/confirm',
      { code: user.app.code() },
      user.tokens.accessToken,
    );
    expect(status).toBe(200);
    return { ...user, recoveryCodes: body.recoveryCodes };
  };
  const challenge = async (email: string) => {
    const { status, body } = await client.post<{ mfaRequired: true; challengeToken: string }>('login', {
      email,
      password: PASSWORD,
    });
    expect([status, body]).toEqual([
      200,
      { mfaRequired: true, challengeToken: expect.any(String), expiresIn: 300 },
    ]);
    return body.challengeToken;
  };
  const meet = (challengeToken: string, code: string) => client.post<Tokens>('mfa', { challengeToken, code });
  /** So that the next code counts although its step was used. */
  const passTime = (userId: string) =>
    api.database.query('UPDATE totp_factors SET last_step = last_step - 2 WHERE user_id = $1', [userId]);

  it('is enrolled with a secret that an authenticator app reads, and counts once it is confirmed', async () => {
    const user = await enrol();
    expect(user.otpauthUri).toMatch(/^otpauth:\/\/totp\/AIPROD:/);
    expect(user.otpauthUri).toContain(`secret=${user.secret}&`);
    expect((await client.login(user.email)).body.accessToken).toBeDefined();
    const confirm = (code: string) =>
      client.post<{ recoveryCodes: string[] }>('mfa/totp/confirm', { code }, user.tokens.accessToken);
    expect((await confirm('000000')).problem).toBe('auth.invalid_code');
    const { body } = await confirm(user.app.code());
    expect(new Set(body.recoveryCodes).size).toBe(10);
    await challenge(user.email);
    expect((await client.get('mfa', user.tokens.accessToken)).body).toEqual({
      enabled: true,
      recoveryCodesLeft: 10,
    });
    const again = await client.post('mfa/totp', undefined, user.tokens.accessToken);
    expect(again.problem).toBe('auth.mfa_already_enabled');
  });

  it('is asked for after the password, and opens a session', async () => {
    const user = await enable();
    const { status, body } = await meet(await challenge(user.email), user.app.code(1));
    expect(status).toBe(200);
    expect(await client.opens(body.accessToken)).toBe(true);
  });

  it('takes each code once', async () => {
    const user = await enable();
    const code = user.app.code(1);
    expect((await meet(await challenge(user.email), code)).status).toBe(200);
    expect((await meet(await challenge(user.email), code)).problem).toBe('auth.invalid_code');
  });

  it('takes one code of many that come at once', async () => {
    const user = await enable();
    const code = user.app.code(1);
    const challenges = await Promise.all(Array.from({ length: 3 }, () => challenge(user.email)));
    const answers = await Promise.all(challenges.map((token) => meet(token, code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  });

  it('takes a challenge once, for five minutes, and five times wrong', async () => {
    const user = await enable();
    const token = await challenge(user.email);
    expect((await meet(token, user.app.code(1))).status).toBe(200);
    await passTime(user.id);
    expect((await meet(token, user.app.code(1))).problem).toBe('auth.challenge_expired');

    const late = await challenge(user.email);
    await api.database.query("UPDATE mfa_challenges SET expires_at = now() - interval '1 second'");
    expect((await meet(late, user.app.code(1))).problem).toBe('auth.challenge_expired');

    const tried = await challenge(user.email);
    for (let i = 0; i < 5; i++) {
      expect((await meet(tried, '000000')).problem).toBe('auth.invalid_code');
      await api.database.query('DELETE FROM sign_in_failures');
    }
    expect((await meet(tried, user.app.code(1))).problem).toBe('auth.challenge_expired');
  });

  it('locks the account when codes are guessed, although the password was right each time', async () => {
    const user = await enable();
    for (let i = 0; i < 5; i++) {
      expect((await meet(await challenge(user.email), `00000${i}`)).problem).toBe('auth.invalid_code');
    }
    expect(await client.login(user.email)).toMatchObject({ status: 429, problem: 'auth.locked' });
    await api.database.query('DELETE FROM sign_in_failures');
  });

  it('can be replaced by a recovery code, once each, however it is typed', async () => {
    const user = await enable();
    const [first, second] = user.recoveryCodes as [string, string];
    const typed = first.toLowerCase().replaceAll('-', ' ');
    expect((await meet(await challenge(user.email), typed)).status).toBe(200);
    expect((await meet(await challenge(user.email), first)).problem).toBe('auth.invalid_code');
    expect((await meet(await challenge(user.email), second)).status).toBe(200);
    expect((await client.get('mfa', user.tokens.accessToken)).body).toEqual({
      enabled: true,
      recoveryCodesLeft: 8,
    });
  });

  it('is disabled with the password and a code, and not with one of them', async () => {
    const user = await enable();
    const disable = (body: object) => client.post('mfa/totp/disable', body, user.tokens.accessToken);
    expect((await disable({ code: user.app.code(1) })).problem).toBe('auth.invalid_credentials');
    expect((await disable({ password: 'wrong', code: user.app.code(1) })).problem).toBe(
      'auth.invalid_credentials',
    );
    expect((await disable({ password: PASSWORD, code: '000000' })).problem).toBe('auth.invalid_code');
    expect((await disable({ password: PASSWORD, code: user.app.code(1) })).status).toBe(204);
    expect((await client.login(user.email)).body.accessToken).toBeDefined();
    expect((await disable({ password: PASSWORD, code: '000000' })).problem).toBe('auth.mfa_not_enabled');
    const actions = await api.database.query<{ action: string }>(
      'SELECT DISTINCT action FROM audit_events WHERE target_id = $1 ORDER BY action',
      [user.id],
    );
    expect(actions.map(({ action }) => action)).toEqual([
      'user.mfa_disabled',
      'user.mfa_enabled',
      'user.sign_in_failed',
      'user.signed_in',
    ]);
  });

  it('gets new recovery codes, after which the old ones are good for nothing', async () => {
    const user = await enable();
    const { body } = await client.post<{ recoveryCodes: string[] }>(
      'mfa/recovery-codes',
      { password: PASSWORD, code: user.app.code(1) },
      user.tokens.accessToken,
    );
    expect(body.recoveryCodes).toHaveLength(10);
    const old = await meet(await challenge(user.email), user.recoveryCodes[0]!);
    expect(old.problem).toBe('auth.invalid_code');
    expect((await meet(await challenge(user.email), body.recoveryCodes[0]!)).status).toBe(200);
  });

  it('is stored sealed, and its recovery codes as hashes', async () => {
    const user = await enable();
    const rows = await api.database.query(
      `SELECT seed_sealed, (SELECT string_agg(encode(hash, 'escape'), '') FROM recovery_codes) FROM totp_factors`,
    );
    expect(JSON.stringify(rows)).not.toContain(user.secret);
    expect(JSON.stringify(rows)).not.toContain(user.recoveryCodes[0]!.replaceAll('-', ''));
    for (const secret of [user.secret, user.recoveryCodes[0]!, user.app.code(1)])
      expect(api.log.join('\n')).not.toContain(secret);
  });

  it.each([
    [{ challengeToken: 'A'.repeat(43), code: '12345' }, 'code'],
    [{ challengeToken: 'A'.repeat(43), code: 123456 }, 'code'],
    [{ challengeToken: "'; DROP TABLE users", code: '123456' }, 'challengeToken'],
    [{ challengeToken: 'A'.repeat(43) }, 'code'],
  ])('names what is wrong with %j', async (body, field) => {
    const { status, body: problem } = await client.post<{ errors: { path: string }[] }>('mfa', body);
    expect([status, problem.errors.map(({ path }) => path)]).toEqual([400, [field]]);
  });

  it('that is lost is taken away by another administrator, never by oneself, and ends the sessions', async () => {
    const user = await enable();
    const open = await challenge(user.email);
    const { id: adminId, email } = await api.addUser('ADMIN');
    const admin = await api.signIn(email);
    const path = (id: string) => `${api.url}/v1/users/${id}`;
    const reset = async (id: string, token: string) => {
      const answer = await fetch(`${path(id)}/mfa`, { method: 'DELETE', headers: bearer(token) });
      const text = await answer.text();
      return [answer.status, text && (JSON.parse(text) as { type: string }).type];
    };
    const shown = async () => (await fetch(path(user.id), { headers: bearer(admin) })).json();
    expect(await shown()).toMatchObject({ mfaEnabled: true });
    expect(await reset(user.id, user.tokens.accessToken)).toEqual([403, '/problems/auth.forbidden']);
    expect(await reset(adminId, admin)).toEqual([403, '/problems/auth.forbidden']);
    expect(await reset(user.id, admin)).toEqual([204, '']);
    expect(await shown()).toMatchObject({ mfaEnabled: false });
    expect(await reset(user.id, admin)).toEqual([409, '/problems/auth.mfa_not_enabled']);
    await until(async () => !(await client.opens(user.tokens.accessToken)));
    expect((await client.refresh(user.tokens.refreshToken)).problem).toBe('auth.refresh_invalid');
    for (const code of [user.app.code(1), user.recoveryCodes[0]!])
      expect((await meet(open, code)).status).toBe(401);
    expect((await client.login(user.email)).body.accessToken).toBeDefined();
    const [entry] = await api.database.query(
      "SELECT actor_id AS by, details FROM audit_events WHERE action = 'user.mfa_reset' AND target_id = $1",
      [user.id],
    );
    expect(entry).toEqual({ by: adminId, details: { sessionsEnded: 1 } });
  });
});
