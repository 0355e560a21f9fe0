import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { newId } from '#libs/kernel';
import { type ApiProcess, bearer, json, PASSWORD, startApi, TENANT_ID } from './api-process.js';

const MAIN = fileURLToPath(new URL('../../apps/cli/src/main.js', import.meta.url));
const BUDGET = { scope: 'tenant', period: 'day', limitMicros: 5_000_000 };

interface Entry {
  seq: number;
  action: string;
  actor: { type: string; id: string | null };
  target: { type: string; id: string } | null;
  details: Record<string, unknown>;
}
interface Page {
  items: Entry[];
  nextCursor: string | null;
}

describe('the audit log', () => {
  let api: ApiProcess;
  let dir: string;
  let admin: string;
  let anchors: NodeJS.ProcessEnv;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'aiprod-audit-'));
    anchors = {
      AUDIT_ANCHOR_KEY: Buffer.alloc(32, 3).toString('base64'),
      AUDIT_ANCHOR_FILE: join(dir, 'anchors.ndjson'),
    };
    api = await startApi();
    admin = await api.tokenOf('ADMIN');
  });
  afterAll(async () => {
    await api?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const send = (method: string, path: string, body: object | undefined, token = admin) =>
    fetch(
      api.url + path,
      body ? { ...json(body, bearer(token)), method } : { method, headers: bearer(token) },
    );
  const search = async (query = '', token = admin): Promise<Page> => {
    const response = await send('GET', `/v1/audit${query}`, undefined, token);
    expect(response.status).toBe(200);
    return (await response.json()) as Page;
  };
  const audit = (...args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const env = { ...process.env, ...anchors };
      execFile(process.execPath, [MAIN, 'audit', ...args], { env }, (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code), out, err }),
      );
    });

  it('tells of sign-ins, whether they succeed or not', async () => {
    const { id, email } = await api.addUser('USER');
    const signIn = (address: string, password: string) =>
      fetch(`${api.url}/v1/auth/login`, json({ email: address, password }));
    await signIn(email, PASSWORD);
    await signIn(email, 'wrong');
    await signIn('nobody@example.org', 'wrong');
    const { items } = await search(`?target=${id}`);
    expect(items).toMatchObject([
      { action: 'user.sign_in_failed', actor: { type: 'anonymous', id: null }, target: { type: 'user', id } },
      { action: 'user.signed_in', actor: { type: 'user', id }, correlationId: expect.any(String) },
    ]);
    expect(JSON.stringify(items)).not.toContain('wrong');
    // Nobody's address belongs to no tenant, so no tenant reads of it.
    expect(JSON.stringify(await search('?action=sign_in'))).not.toContain('nobody@example.org');
  });

  it.each([
    ['budget.set', 'PUT', '/v1/budgets', BUDGET],
    ['budget.removed', 'DELETE', '/v1/budgets?scope=tenant&period=day', undefined],
    ['limit.set', 'PUT', '/v1/admin/limits/pipeline/video', { maxJobs: 4 }],
    ['limit.removed', 'DELETE', '/v1/admin/limits/pipeline/video', undefined],
    ['dispatch.drained', 'PUT', '/v1/admin/drain', { drained: true, reason: 'upgrade' }],
    ['dispatch.resumed', 'PUT', '/v1/admin/drain', { drained: false }],
    [
      'price_list.published',
      'POST',
      '/v1/price-lists',
      {
        note: 'new meter',
        changes: [
          {
            ...{ provider: 'local-motion-graphics', model: '*', unit: 'seconds', priceMicros: 2_000, per: 1 },
            ...{ source: 'our meter', asOf: '2026-11-21' },
          },
        ],
      },
    ],
    [
      'schedule.created',
      'POST',
      '/v1/schedules',
      {
        name: 'daily',
        cron: '0 7 * * *',
        pipeline: 'video',
        input: { brief: 'A cosy bakery in Lisbon opens at 7 with fresh bread.' },
      },
    ],
  ])('tells of %s, in which request it was done', async (action, method, path, body) => {
    const [before] = (await search()).items;
    const response = await send(method, path, body);
    expect(response.status).toBeLessThan(300);
    const [entry] = (await search()).items;
    const correlationId = response.headers.get('x-correlation-id');
    expect(entry).toMatchObject({ action, actor: { type: 'user' }, seq: before!.seq + 1, correlationId });
  });

  it.each([
    ['approval_threshold.set', 'PUT', '/v1/approval-threshold', { aboveMicros: 1 }],
    ['quota.set', 'PUT', '/v1/quotas/jobs_per_day', { limit: 1_000 }],
    ['role.created', 'POST', '/v1/roles', { name: 'by-key', permissions: ['jobs:read'] }],
    ['webhook_endpoint.created', 'POST', '/v1/webhook-endpoints', { url: 'https://hooks.example.org/x' }],
    ['data.exported', 'POST', '/v1/exports', {}],
  ])('names the API key that did it, not its owner: %s', async (action, method, path, body) => {
    const permissions = ['settings:manage', 'roles:manage', 'service:webhook', 'jobs:read'];
    const made = await send('POST', '/v1/api-keys', { name: 'x', permissions });
    const { id, key } = (await made.json()) as { id: string; key: string };
    const response = await send(method, path, body, key);
    expect([response.status < 300, await response.text()]).toMatchObject([true, expect.anything()]);
    const correlationId = response.headers.get('x-correlation-id');
    const [entry] = (await search(`?actor=${id}`)).items;
    expect(entry).toMatchObject({ action, actor: { type: 'api_key', id }, correlationId });
  });

  it('tells of bulk operations, and not of what they would do', async () => {
    const brief = 'A cosy bakery in Lisbon opens at 7 with fresh bread.';
    await send('POST', '/v1/jobs', { pipeline: 'video', input: { brief } });
    const cancel = { action: 'cancel', filter: { pipeline: 'video' } };
    const [before] = (await search()).items;
    await send('POST', '/v1/jobs/bulk', { ...cancel, dryRun: true });
    expect((await search()).items[0]).toEqual(before);
    await send('POST', '/v1/jobs/bulk', cancel);
    expect((await search()).items[0]).toMatchObject({
      action: 'jobs.bulk_changed',
      details: { action: 'cancel', jobs: 1, filter: { pipeline: 'video' } },
    });
  });

  it('is read by pages, by what is looked for, by those who may, each tenant its own', async () => {
    const all = (await search('?limit=100')).items;
    const seen: Entry[] = [];
    let cursor: string | null = '';
    do {
      const page: Page = await search(`?limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(all);
    const of = async (query: string) => [...new Set((await search(query)).items.map(({ action }) => action))];
    expect(await of('?action=budget')).toEqual(['budget.removed', 'budget.set']);
    expect(await of(`?target=pipeline%2Fvideo&action=limit.set`)).toEqual(['limit.set']);
    expect(await of(`?actor=${newId()}`)).toEqual([]);
    expect(await of('?to=2020-01-01T00:00:00Z')).toEqual([]);
    expect((await send('GET', '/v1/audit?cursor=x', undefined)).status).toBe(400);
    expect((await send('GET', '/v1/audit', undefined, await api.tokenOf('VIEWER'))).status).toBe(403);
    const other = await api.tokenOf('ADMIN', newId());
    expect((await search('', other)).items).toMatchObject([{ action: 'user.signed_in', seq: 1 }]);
  });

  it('is exported whole, and found whole by the command line; then damage makes it fail', async () => {
    const anchored = await audit('anchor');
    expect(anchored).toMatchObject({ code: 0 });
    expect(await readFile(anchors.AUDIT_ANCHOR_FILE!, 'utf8')).toBe(anchored.out);

    const exported = await (await send('GET', '/v1/audit/export', undefined)).text();
    const written = await audit('export', '--tenant', TENANT_ID);
    expect(exported.trim().split('\n').length).toBeGreaterThan(10);
    expect(written.out).toBe(exported);

    const whole = await audit('verify');
    expect(whole).toMatchObject({ code: 0 });
    expect(whole.out).toMatch(/ whole +1 good\n[^]*logs checked; 0 damaged$/m);

    const owner = new pg.Client(process.env.DATABASE_URL);
    await owner.connect();
    await owner.query('ALTER TABLE audit_events DISABLE TRIGGER USER');
    await owner.end();
    await api.database.query('DELETE FROM audit_events WHERE tenant_id = $1 AND seq = 4', [TENANT_ID]);
    const damaged = await audit('verify', '--json');
    expect(damaged.code).toBe(1);
    const { chains } = JSON.parse(damaged.out) as { chains: { tenantId: string; damage: unknown }[] };
    expect(chains.filter(({ damage }) => damage !== null)).toMatchObject([
      { tenantId: TENANT_ID, entries: 3, damage: { kind: 'deleted', seq: 4 } },
    ]);
    expect((await audit('verify', '--tenant', TENANT_ID)).out).toContain('entry 4: deleted');
  }, 120_000);
});
