import { newId } from '#libs/kernel';
import { type ApiProcess, bearer, json, startApi } from './api-process.js';

const LIMITS = {
  LIMITS_ENABLED: 'true',
  LIMIT_GENERAL_PER_SECOND: '1',
  LIMIT_GENERAL_BURST: '5',
  LIMIT_GENERATION_PER_SECOND: '1',
  LIMIT_GENERATION_BURST: '2',
  LIMIT_TENANT_FACTOR: '2',
};
const JOB = { pipeline: 'video', input: { brief: 'A cosy bakery in Lisbon opens at 7 with fresh bread.' } };

describe('requests', () => {
  let api: ApiProcess;

  beforeAll(async () => (api = await startApi(LIMITS)));
  afterAll(() => api?.stop());

  /** Signing in counts too, against the address: users are made with their tokens before that matters. */
  const token = async (tenantId = newId()) => {
    for (;;) {
      const made = await api.tokenOf('ADMIN', tenantId);
      if (made !== undefined) return made;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  };
  const get = (as: string) => fetch(`${api.url}/v1/jobs`, { headers: bearer(as) });
  const statuses = async (ask: () => Promise<Response>, times: number) => {
    const all: number[] = [];
    for (let n = 0; n < times; n++) all.push((await ask()).status);
    return all;
  };

  it('of one user are limited, and told how many are left', async () => {
    const caller = await token();
    const first = await get(caller);
    expect(first.headers.get('ratelimit-policy')).toBe('"general";q=5;w=5');
    expect(first.headers.get('ratelimit')).toMatch(/^"general";r=4;t=\d+$/);
    const later = await statuses(() => get(caller), 12);
    expect(later.filter((status) => status === 200).length).toBeGreaterThanOrEqual(4);
    const refused = await get(caller);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit')).toContain('r=0');
    expect(await refused.json()).toMatchObject({ type: '/problems/http.too_many_requests', status: 429 });
  });

  it('of one user leave others alone; a tenant has a limit of its own', async () => {
    // While a busy machine takes its time, there is room again: then once more with another tenant.
    const seen: number[][] = [];
    for (let attempt = 0; attempt < 6 && !seen.some(([, third]) => third === 429); attempt++) {
      const tenantId = newId();
      const users = [await token(tenantId), await token(tenantId), await token(tenantId)];
      await Promise.all(users.slice(0, 2).flatMap((user) => Array.from({ length: 20 }, () => get(user))));
      const [third, stranger] = [(await get(users[2]!)).status, (await get(await token())).status];
      seen.push([stranger, third]);
    }
    expect(seen.at(-1)).toEqual([200, 429]);
  });

  it('that begin work are limited more narrowly', async () => {
    const caller = await token();
    const answers = await statuses(() => fetch(`${api.url}/v1/jobs`, json(JOB, bearer(caller))), 6);
    expect(answers.slice(0, 2)).toEqual([202, 202]);
    expect(answers).toContain(429);
    expect((await get(caller)).status).toBe(200);
  });

  it.each(['/health/live', '/health/ready', '/metrics', '/openapi.json'])(
    'to %s are never limited',
    async (path) => {
      expect(await statuses(() => fetch(api.url + path), 30)).not.toContain(429);
    },
  );
});

describe('while Redis is away', () => {
  let api: ApiProcess;

  beforeAll(async () => (api = await startApi({ ...LIMITS, REDIS_URL: 'redis://127.0.0.1:1' })));
  afterAll(() => api?.stop());

  it('requests are served and limited all the same', async () => {
    const caller = await api.tokenOf('ADMIN');
    const answers: number[] = [];
    for (let n = 0; n < 15; n++) {
      answers.push((await fetch(`${api.url}/v1/jobs`, { headers: bearer(caller) })).status);
    }
    expect(answers.slice(0, 5)).toEqual([200, 200, 200, 200, 200]);
    expect(answers).toContain(429);
    expect(new Set(answers)).toEqual(new Set([200, 429]));
  });
});
