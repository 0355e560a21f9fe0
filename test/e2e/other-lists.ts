import { newId } from '#libs/kernel';
import { type ApiProcess, bearer, json } from './api-process.js';

interface Page {
  items: Record<string, unknown>[];
  nextCursor: string | null;
}

const DAY = '2026-11-21';
const RANGE = { from: DAY, to: DAY };

/** What lists other than that of jobs have in common with it. */
export function describeOtherLists(api: () => ApiProcess): void {
  const tenant = newId();
  let admin: string;
  let deliveries: string;
  let revoked = '';

  beforeAll(async () => {
    admin = await api().tokenOf('ADMIN', tenant);
    for (const role of ['USER', 'VIEWER', 'USER', 'VIEWER', 'VIEWER']) await api().addUser(role, tenant);
    await api().database.query(
      "UPDATE users SET email = 'n' || email, disabled_at = now() WHERE tenant_id = $1 AND role = 'USER'",
      [tenant],
    );
    for (const name of ['b', 'a', 'C', 'd']) {
      const input = { brief: 'A cosy bakery in Lisbon opens at 7 with fresh bread.' };
      const schedule = { name, cron: '0 7 * * *', pipeline: 'video', input, enabled: name > 'a' };
      await post('/v1/schedules', schedule);
    }
    for (const name of ['nightly', 'Shop', 'shop 2', 'old'])
      ({ id: revoked } = await post('/v1/api-keys', { name, permissions: ['jobs:read'] }));
    await fetch(`${api().url}/v1/api-keys/${revoked}`, { method: 'DELETE', headers: bearer(admin) });
    for (const path of ['a', 'b', 'c'])
      await post('/v1/webhook-endpoints', { url: `https://${path}.example.org/x`, enabled: path !== 'b' });
    const { id } = await post('/v1/webhook-endpoints', { url: 'https://hooks.example.org/x' });
    deliveries = `/v1/webhook-endpoints/${id}/deliveries`;
    // Three of them in one moment.
    await api().database.query(
      `WITH events AS (
         INSERT INTO webhook_events (id, tenant_id, source, type, data, at)
         SELECT gen_random_uuid(), $1, 'x' || n, CASE WHEN n < 3 THEN 'job.failed.v1' ELSE 'job.completed.v1' END, '{}', now()
         FROM generate_series(1, 5) n RETURNING id, source)
       INSERT INTO webhook_deliveries (id, tenant_id, endpoint_id, event_id, expires_at, status, attempts, finished_at, created_at)
       SELECT gen_random_uuid(), $1, $2, id, now(), 'failed', substr(source, 2)::integer, now(),
              timestamptz '2026-11-21 09:30:00.123456Z' + least(substr(source, 2)::integer, 3) * interval '1 microsecond'
       FROM events`,
      [tenant, id],
    );
    await api().database.query(
      `INSERT INTO ledger_entries (effect_id, kind, account, amount_micros, tenant_id, user_id, job_id, pipeline, provider, operation,
                                   price_list, held_on, at)
       SELECT e.id, 'settle', a.account, a.sign * e.n * 100, $1, $1, $1, 'video', CASE WHEN e.n < 3 THEN 'veo' ELSE 'runway' END, 'make',
              '1', $2::date, $2::date
       FROM (SELECT gen_random_uuid() AS id, n FROM generate_series(1, 4) n) e, (VALUES ('spent', 1), ('held', -1)) a (account, sign)`,
      [tenant, DAY],
    );
  });

  const post = async (path: string, body: object): Promise<{ id: string }> => {
    const answer = await fetch(api().url + path, json(body, bearer(admin)));
    expect(answer.status).toBe(201);
    return (await answer.json()) as { id: string };
  };
  const get = (path: string, query: Record<string, string>) =>
    fetch(`${api().url}${path}?${new URLSearchParams(query)}`, { headers: bearer(admin) });
  const list = async (path: string, query: Record<string, string> = {}): Promise<Page> => {
    const answer = await get(path === 'deliveries' ? deliveries : path, query);
    expect([answer.status, query]).toEqual([200, query]);
    return (await answer.json()) as Page;
  };

  it.each<[string, string, string, unknown[]]>([
    ['/v1/users', 'role = VIEWER AND NOT disabled = true', 'role', ['VIEWER', 'VIEWER', 'VIEWER']],
    ['/v1/users', 'email starts n AND disabledAt != null', 'role', ['USER', 'USER']],
    ['/v1/schedules', 'enabled = true AND name in (b, "C")', 'name', ['b']],
    ['/v1/schedules', 'nextAt = null OR name = d', 'name', ['d', 'C', 'a']],
    ['/v1/audit', 'action like "%.created" AND targetType = schedule AND seq <= 3', 'seq', [3, 2]],
    ['/v1/audit', 'actorType = system', 'seq', []],
    ['/v1/api-keys', 'name starts shop AND usable = true', 'name', ['shop 2']],
    ['/v1/api-keys', 'revokedAt != null OR lastUsedAt != null', 'name', ['old']],
    [
      '/v1/webhook-endpoints',
      'url like "https://_.%" AND enabled = true',
      'url',
      ['https://a.example.org/x', 'https://c.example.org/x'],
    ],
    ['deliveries', 'attemptCount > 2 AND eventType = job.completed.v1', 'attemptCount', [3, 4, 5]],
    ['deliveries', 'status = pending OR createdAt < 2026-11-21T09:30:00Z', 'attemptCount', []],
  ])('%s shows those of which this holds: %s', async (path, filter, field, expected) => {
    const { items } = await list(path, { filter });
    expect(items.map((item) => item[field]).sort()).toEqual([...expected].sort());
  });

  it('costs are added up of what the filter leaves', async () => {
    const lines = async (more: Record<string, string>) =>
      (await list('/v1/costs', { ...RANGE, groupBy: 'provider', ...more })).items.map(
        ({ key, spentMicros }) => [key, spentMicros],
      );
    expect(await lines({})).toEqual([
      ['runway', 700],
      ['veo', 300],
    ]);
    expect(await lines({ sort: '-key', filter: 'amountMicros in (100, 400)' })).toEqual([
      ['veo', 100],
      ['runway', 400],
    ]);
    expect(await lines({ sort: 'spentMicros', filter: 'provider != veo AND pipeline = video' })).toEqual([
      ['runway', 700],
    ]);
    const all = { ...RANGE, groupBy: 'provider', limit: '1' };
    for (const sort of ['key', '-key', 'spentMicros', '-spentMicros']) {
      const answer = await get('/v1/costs', { ...all, sort });
      const first = (await answer.json()) as Page & { totalMicros: number };
      const second = await list('/v1/costs', { ...all, sort, cursor: first.nextCursor! });
      const inOrder = await list('/v1/costs', { ...all, limit: '9', sort });
      expect([...first.items, ...second.items]).toEqual(inOrder.items);
      expect([first.totalMicros, second.nextCursor, inOrder.nextCursor]).toEqual([1_000, null, null]);
      const others: Record<string, string>[] = [{ groupBy: 'day' }, { filter: 'provider = veo' }];
      for (const other of others)
        expect((await get('/v1/costs', { ...all, sort, ...other, cursor: first.nextCursor! })).status).toBe(
          400,
        );
    }
    const page = await get('/v1/costs.csv', all);
    expect(page.headers.get('x-next-cursor')).toBe((await list('/v1/costs', all)).nextCursor);
    const csv = await get('/v1/costs.csv', { ...RANGE, groupBy: 'provider', filter: 'provider = veo' });
    expect(await csv.text()).toBe('provider,purchases,spent_micros\r\nveo,2,300\r\n');
  });

  it('are sorted as asked for', async () => {
    const names = async (sort: string) =>
      (await list('/v1/schedules', { sort })).items.map(({ name }) => name);
    expect(await names('name')).toEqual(['C', 'a', 'b', 'd']);
    expect(await names('-name')).toEqual(['d', 'b', 'a', 'C']);
    expect(await names('createdAt')).toEqual(['b', 'a', 'C', 'd']);
    const { items } = await list('/v1/audit', { sort: 'at' });
    expect(items.map(({ seq }) => seq)).toEqual(items.map((_, index) => index + 1));
  });

  it.each([
    ['/v1/users', 'email', ''],
    ['/v1/users', '-createdAt', 'disabled = false'],
    ['/v1/schedules', '-name', ''],
    ['/v1/api-keys', 'name', ''],
    ['/v1/api-keys', '-createdAt', 'anyJob = false'],
    ['/v1/webhook-endpoints', '-url', ''],
    ['/v1/audit', '-at', 'actorType = user'],
    ['/v1/audit', 'at', ''],
    ['deliveries', '-createdAt', ''],
    ['deliveries', 'createdAt', 'attemptCount >= 2'],
  ])('%s by %s %s gives each once, page by page', async (path, sort, filter) => {
    const whole = (await list(path, { sort, filter })).items;
    expect(whole.length).toBeGreaterThan(3);
    const seen: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page = await list(path, { sort, filter, limit: '2', ...(cursor !== '' && { cursor }) });
      seen.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(whole);
  });

  it('refuse a wrong filter, a sort that they don’t have, another list’s cursor, and one that was made up', async () => {
    const wrong = async (path: string, query: Record<string, string>) => {
      const answer = await get(path, query);
      const { errors } = (await answer.json()) as { errors?: { path: string }[] };
      return [answer.status, errors?.[0]?.path];
    };
    for (const path of [
      '/v1/users',
      '/v1/api-keys',
      '/v1/webhook-endpoints',
      '/v1/schedules',
      '/v1/audit',
      deliveries,
    ]) {
      expect(await wrong(path, { filter: 'colour = red' })).toEqual([400, 'filter']);
      expect(await wrong(path, { sort: 'colour' })).toEqual([400, 'sort']);
      const { nextCursor } = await list(path, { limit: '1' });
      const [mark, ...position] = JSON.parse(Buffer.from(nextCursor!, 'base64url').toString()) as unknown[];
      for (const values of [
        [],
        ['x'],
        [...position, 1],
        position.map(() => '\0'),
        position.map(() => 1e300),
      ]) {
        const cursor = Buffer.from(JSON.stringify([mark, ...values])).toString('base64url');
        expect(await wrong(path, { limit: '1', cursor })).toEqual([400, 'cursor']);
      }
    }
    const { nextCursor } = await list('/v1/users', { limit: '1' });
    expect(await wrong('/v1/schedules', { cursor: nextCursor! })).toEqual([400, 'cursor']);
    expect(await wrong('/v1/users', { cursor: nextCursor!, sort: 'email' })).toEqual([400, 'cursor']);
    expect(await wrong('/v1/costs', { ...RANGE, filter: 'size = 1' })).toEqual([400, 'filter']);
  });
}
