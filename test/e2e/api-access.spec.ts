import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { createAdmin } from '#libs/auth';
import { newId } from '#libs/kernel';
import {
  type ApiProcess,
  bearer,
  json,
  JWT_SECRET,
  PASSWORD,
  startApi,
  TENANT_ID,
  until,
} from './api-process.js';

const BRIEF = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const hmac = (hash: string, text: string, secret: string) =>
  createHmac(hash, secret).update(text).digest('base64url');

const forge = (
  claims: object,
  {
    header = {},
    secret = JWT_SECRET,
    hash = 'sha256',
  }: { header?: object; secret?: string; hash?: string } = {},
) => {
  const text = `${encode({ alg: 'HS256', typ: 'JWT', ...header })}.${encode(claims)}`;
  return `${text}.${hmac(hash, text, secret)}`;
};

describe('access', () => {
  let api: ApiProcess;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api?.stop());

  const jobs = (headers: Record<string, string> = {}) => fetch(`${api.url}/v1/jobs`, { headers });
  const login = (email: string, password: string) =>
    fetch(`${api.url}/v1/auth/login`, json({ email, password }));

  describe('by password', () => {
    it('gives a bearer token for 15 minutes, whatever the case of the address', async () => {
      const { email } = await api.addUser('USER');
      const response = await login(email.toUpperCase(), PASSWORD);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('no-store');
      const token = (await response.json()) as { accessToken: string };
      expect(token).toEqual({ accessToken: expect.any(String), tokenType: 'Bearer', expiresIn: 900 });
      expect((await jobs(bearer(token.accessToken))).status).toBe(200);
    });

    it('tells a wrong password, an unknown address and a disabled user apart by nothing', async () => {
      const [user, disabled] = await Promise.all([api.addUser('USER'), api.addUser('USER')]);
      await api.database.query('UPDATE users SET disabled_at = now() WHERE id = $1', [disabled.id]);
      const answers = await Promise.all([
        login(user.email, 'wrong'),
        login('nobody@example.org', PASSWORD),
        login(disabled.email, PASSWORD),
      ]);
      const problems = await Promise.all(answers.map(async (answer) => (await answer.json()) as object));
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
      const same = problems.map((problem) => ({ ...problem, correlationId: '' }));
      expect(same[1]).toEqual(same[0]);
      expect(same[2]).toEqual(same[0]);
      expect(same[0]).toMatchObject({ type: '/problems/auth.invalid_credentials' });
    });

    it.each([
      [{ email: 'not an address', password: 'x' }, 'email'],
      [{ email: 'a@example.org' }, 'password'],
      [{ email: 'a@example.org', password: 'x'.repeat(201) }, 'password'],
      [{ email: { $ne: null }, password: 'x' }, 'email'],
      [{ email: 'a@example.org', password: 'x', role: 'ADMIN' }, 'role'],
    ])('refuses %j', async (body, field) => {
      const response = await fetch(`${api.url}/v1/auth/login`, json(body));
      expect(response.status).toBe(400);
      expect(((await response.json()) as { errors: { path: string }[] }).errors[0]?.path).toBe(field);
    });
  });

  describe('by token', () => {
    const now = () => Math.floor(Date.now() / 1000);
    const claims = (userId: string) => ({
      iss: 'aiprod',
      aud: 'aiprod-api',
      sub: userId,
      tid: TENANT_ID,
      role: 'USER',
      typ: 'access',
      iat: now(),
      exp: now() + 60,
    });

    it('is open to the token that the forged ones below are made like', async () => {
      const { id } = await api.addUser('USER');
      expect((await jobs(bearer(forge(claims(id))))).status).toBe(200);
    });

    it('is refused without one, and says how to get one', async () => {
      const response = await jobs();
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await response.json()).toMatchObject({ type: '/problems/auth.unauthenticated' });
    });

    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const rs256 = (payload: object) => {
      const text = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(payload)}`;
      return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
    };
    type Claims = ReturnType<typeof claims>;
    it.each<[string, (good: Claims) => string]>([
      ['alg none', (good) => `${encode({ alg: 'none', typ: 'JWT' })}.${encode(good)}.`],
      ['alg none with a signature', (good) => forge(good, { header: { alg: 'none' } })],
      [
        'another algorithm of the same key',
        (good) => forge(good, { header: { alg: 'HS512' }, hash: 'sha512' }),
      ],
      ['an RSA signature', rs256],
      ['another key', (good) => forge(good, { secret: 'another-secret-0123456789-0123456789' })],
      ['an empty key', (good) => forge(good, { secret: '' })],
      ['another audience', (good) => forge({ ...good, aud: 'someone-else' })],
      ['another issuer', (good) => forge({ ...good, iss: 'someone-else' })],
      ['no audience', (good) => forge({ ...good, aud: undefined })],
      ['a time that has passed', (good) => forge({ ...good, iat: now() - 120, exp: now() - 60 })],
      ['another type', (good) => forge({ ...good, typ: 'refresh' })],
      ['another tenant', (good) => forge({ ...good, tid: newId() })],
      ['a user that does not exist', (good) => forge({ ...good, sub: newId() })],
      ['a user that is no id', (good) => forge({ ...good, sub: "' OR 1=1 --" })],
      [
        'changed claims',
        (good) => forge(good).replace(/\.[^.]+\./, `.${encode({ ...good, role: 'ADMIN' })}.`),
      ],
      ['no form at all', () => 'nonsense'],
    ])('is refused with %s', async (_name, make) => {
      const { id } = await api.addUser('USER');
      const response = await jobs(bearer(make(claims(id))));
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ type: '/problems/auth.unauthenticated' });
    });

    it('ends within a second for a user who is disabled', async () => {
      const { id } = await api.addUser('USER');
      const token = forge(claims(id));
      expect((await jobs(bearer(token))).status).toBe(200);
      await api.database.query('UPDATE users SET disabled_at = now() WHERE id = $1', [id]);
      await until(async () => (await jobs(bearer(token))).status === 401);
    });

    it('follows the role in the database, not the one in the token', async () => {
      const { id } = await api.addUser('VIEWER');
      const token = forge({ ...claims(id), role: 'ADMIN' });
      expect((await fetch(`${api.url}/v1/jobs`, json({}, bearer(token)))).status).toBe(403);
    });
  });

  describe('by permission', () => {
    const submit = async (token: string) => {
      const body = { pipeline: 'video', input: { brief: BRIEF } };
      const response = await fetch(`${api.url}/v1/jobs`, json(body, bearer(token)));
      return { status: response.status, id: ((await response.json()) as { id: string }).id };
    };
    const seen = async (token: string, id: string) =>
      (await fetch(`${api.url}/v1/jobs/${id}`, { headers: bearer(token) })).status;

    it('lets a viewer look and not submit, cancel or approve', async () => {
      const viewer = await api.tokenOf('VIEWER');
      const { id } = await submit(await api.tokenOf('USER'));
      expect(await seen(viewer, id)).toBe(200);
      expect((await submit(viewer)).status).toBe(403);
      const cancel = await fetch(`${api.url}/v1/jobs/${id}/cancel`, {
        method: 'POST',
        headers: bearer(viewer),
      });
      expect(cancel.status).toBe(403);
      expect(await cancel.json()).toMatchObject({ detail: 'This needs the permission jobs:update' });
    });

    it('lets nobody but an administrator approve spending', async () => {
      const { id } = await submit(await api.tokenOf('USER'));
      const approve = async (role: 'USER' | 'SERVICE' | 'ADMIN') => {
        const request = json({ decision: 'approve' }, bearer(await api.tokenOf(role)));
        return (await fetch(`${api.url}/v1/jobs/${id}/approval`, request)).status;
      };
      expect(await approve('USER')).toBe(403);
      expect(await approve('SERVICE')).toBe(403);
      // Allowed, and told that nothing waits for it.
      expect(await approve('ADMIN')).toBe(409);
    });

    it('shows a user nobody else’s job, and nobody another tenant’s', async () => {
      const [owner, other, admin, stranger] = await Promise.all([
        api.tokenOf('USER'),
        api.tokenOf('USER'),
        api.tokenOf('ADMIN'),
        api.tokenOf('ADMIN', newId()),
      ]);
      const { id } = await submit(owner);
      expect(await seen(owner, id)).toBe(200);
      expect(await seen(admin, id)).toBe(200);
      expect(await seen(other, id)).toBe(404);
      expect(await seen(stranger, id)).toBe(404);
      for (const token of [other, stranger]) {
        const cancel = await fetch(`${api.url}/v1/jobs/${id}/cancel`, {
          method: 'POST',
          headers: bearer(token),
        });
        expect(cancel.status).toBe(404);
        const list = await fetch(`${api.url}/v1/jobs`, { headers: bearer(token) });
        expect(((await list.json()) as { items: { id: string }[] }).items.map((job) => job.id)).not.toContain(
          id,
        );
      }
    });
  });

  it('is given to an administrator that the command line has made', async () => {
    const { email, password } = await createAdmin(api.database, { email: `${newId()}@example.org` });
    expect((await login(email, password)).status).toBe(200);
  });
});
