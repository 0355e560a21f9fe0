import { createAdmin } from '#libs/auth';
import { newId } from '#libs/kernel';
import { type ApiProcess, bearer, json, PASSWORD, startApi } from './api-process.js';

const BRIEF = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';
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
      expect(token).toEqual({
        accessToken: expect.any(String),
        tokenType: 'Bearer',
        expiresIn: 900,
        refreshToken: expect.any(String),
        refreshExpiresIn: 1_209_600,
        sessionId: expect.any(String),
      });
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
      [{ email: 'a@example.org', password: 'x'.repeat(513) }, 'password'],
      [{ email: { $ne: null }, password: 'x' }, 'email'],
      [{ email: 'a@example.org', password: 'x', role: 'ADMIN' }, 'role'],
      [{ email: 'a@example.org', password: 'x', session: 'both' }, 'session'],
    ])('refuses %j', async (body, field) => {
      const response = await fetch(`${api.url}/v1/auth/login`, json(body));
      expect(response.status).toBe(400);
      expect(((await response.json()) as { errors: { path: string }[] }).errors[0]?.path).toBe(field);
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
