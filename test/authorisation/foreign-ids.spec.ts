import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  Module,
  type NestInterceptor,
} from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import type { Principal } from '#libs/auth';
import { newId } from '#libs/kernel';
import { type Answer, type AppUnderTest, type RouteUnderTest, startApp } from './app-under-test.js';

/** Whom the application takes every caller for, as a bug in its own filter would; null: no bug. */
let mistakenFor: string | null = null;

/** Runs after the guard, so that the database is still bound to the tenant that really calls. */
@Injectable()
class BrokenTenantFilter implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    const request = context.switchToHttp().getRequest<{ user?: Principal }>();
    if (mistakenFor !== null && request.user) {
      request.user = { ...request.user, tenantId: mistakenFor, anyJob: true };
    }
    return next.handle();
  }
}

@Module({ providers: [{ provide: APP_INTERCEPTOR, useClass: BrokenTenantFilter }] })
class BrokenFilterModule {}

const REQUESTS = process.env.NIGHTLY ? 10_000 : 3_000;

const BRIEF = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';

/** Rows of the tenant, by what stands before the id in the path. */
type Ids = Record<string, string>;

/** Bodies without which a route would refuse before it looks for the row. */
const BODIES: Record<string, object> = {
  'POST /v1/jobs/:id/approval': { decision: 'approve' },
  'PATCH /v1/jobs/:id': { priority: 3 },
  'POST /v1/jobs/:id/rerun': { from: 'direct' },
  'PUT /v1/jobs/:id/manifest': { basedOn: 1, manifest: {}, comment: 'x' },
  'POST /v1/jobs/:id/manifest/comments': { version: 1, text: 'x' },
  'POST /v1/jobs/:id/effects/:effectId/resolution': { outcome: 'not_charged' },
  'PATCH /v1/schedules/:id': { enabled: false },
  'PATCH /v1/users/:id': { disabled: false },
  'PUT /v1/users/:id/role': { role: 'USER' },
  'PATCH /v1/roles/:name': { permissions: ['jobs:read'] },
  'PATCH /v1/webhook-endpoints/:id': { description: 'x' },
};

/** Of the victim's; the body is right for replacing it too. */
const PROVIDER = { name: 'theirs', issuer: 'https://id.example.org', clientIds: ['film'] };
BODIES['PUT /v1/identity-providers/:id'] = PROVIDER;

describe('the ids of one tenant, tried by another', () => {
  let app: AppUnderTest;
  let victim: string;
  let ids: Ids;
  let owner: string;
  let stranger: string;
  let routes: RouteUnderTest[];

  beforeAll(async () => {
    // Two connections for requests of tenants: they take turns on them.
    process.env.DATABASE_POOL_SIZE = '3';
    app = await startApp({ module: BrokenFilterModule });
    victim = await app.addTenant({});
    const { email } = await app.addUser(victim, 'ADMIN');
    await app.signIn(email);
    owner = await app.signIn(email);
    stranger = await app.signIn((await app.addUser(await app.addTenant({}), 'ADMIN')).email);
    ids = await addRows();
    // The rest concerns nobody's rows: prices of all, keys by the provider's name, quotas by the resource's, and what only the operator or nobody in particular may call.
    routes = app.routes.filter(
      ({ path, access }) =>
        path.includes(':') &&
        !('public' in access) &&
        !('operator' in access) &&
        !['/v1/price-lists/:version', '/v1/provider-keys/:provider', '/v1/quotas/:resource'].includes(path),
    );
  }, 60_000);
  afterAll(() => app?.stop());
  afterEach(() => void (mistakenFor = null));

  const made = async (path: string, body: object): Promise<Answer & { body: { id: string } }> => {
    const answer = await app.ask('POST', path, owner, body);
    if (answer.problem !== null) throw new Error(JSON.stringify(answer.body));
    return answer as Answer & { body: { id: string } };
  };

  async function addRows(): Promise<Ids> {
    const input = { brief: BRIEF };
    const { body: job } = await made('/v1/jobs', { pipeline: 'video', input });
    const { body: batch } = await app.ask('POST', '/v1/jobs/batch', owner, {
      jobs: [{ pipeline: 'video', input }],
    });
    const schedule = { name: 'x', cron: '0 7 * * *', pipeline: 'video', input };
    const user = await app.addUser(victim, 'USER');
    const [effects, artifacts] = [newId(), newId()];
    await app.database.query(
      `INSERT INTO side_effects (id, tenant_id, job_id, stage_id, generation, stage, key, attempt, provider, operation, request_hash,
                                 state, estimated_micros, lease_token, needs_person)
       VALUES ($1, $2, $3, $1, 1, 'x', 'x', 1, 'x', 'x', 'x', 'ambiguous', 0, 1, true)`,
      [effects, victim, job.id],
    );
    await app.database.query(
      "INSERT INTO artifacts (id, tenant_id, job_id, name, media_type, size, sha256) VALUES ($1, $2, $3, 'x', 'text/plain', 1, $4)",
      [artifacts, victim, job.id, 'a'.repeat(64)],
    );
    const { body: endpoint } = await made('/v1/webhook-endpoints', { url: 'https://hooks.example.org/x' });
    const [delivery, event] = [newId(), newId()];
    await app.database.query(
      `WITH event AS (
         INSERT INTO webhook_events (id, tenant_id, source, type, data, at) VALUES ($2, $3, 'x', 'job.completed', '{}', now()) RETURNING id)
       INSERT INTO webhook_deliveries (id, tenant_id, endpoint_id, event_id, expires_at)
       SELECT $1, $3, $4, id, now() + interval '1 day' FROM event`,
      [delivery, event, victim, endpoint.id],
    );
    const exported = newId();
    await app.database.query(
      "INSERT INTO data_exports (id, tenant_id, requested_by, state) VALUES ($1, $2, 'x', 'failed')",
      [exported, victim],
    );
    const { body: sessions } = await app.ask('GET', '/v1/auth/sessions', owner);
    const elsewhere = (sessions as { items: { id: string; current: boolean }[] }).items.find(
      ({ current }) => !current,
    );
    await made('/v1/roles', { name: 'theirs', permissions: ['jobs:read'] });
    return {
      jobs: job.id,
      batches: (batch as { batchId: string }).batchId,
      schedules: (await made('/v1/schedules', schedule)).body.id,
      effects,
      artifacts,
      versions: '1',
      roles: 'theirs',
      'webhook-endpoints': endpoint.id,
      deliveries: delivery,
      exports: exported,
      sessions: elsewhere?.id ?? '',
      'identity-providers': (await made('/v1/identity-providers', PROVIDER)).body.id,
      users: user.id,
      'api-keys': (await made('/v1/api-keys', { name: 'x' })).body.id,
    };
  }

  /** The path with the victim's ids. @throws Error for a kind of row that this spec does not know */
  const aimed = ({ method, path }: RouteUnderTest): string =>
    path.replace(/([\w-]+)\/:\w+/g, (_match, kind: string) => {
      const id = ids[kind];
      if (id === undefined) throw new Error(`${method} ${path}: add a row to addRows(), as ids of "${kind}"`);
      return `${kind}/${id}`;
    });
  const ask = (route: RouteUnderTest, token: string): Promise<Answer> =>
    app.ask(route.method, aimed(route), token, BODIES[`${route.method} ${route.path}`]);
  const found = async (token: string): Promise<unknown[]> => {
    const notHidden: unknown[] = [];
    for (const route of routes) {
      const { status, problem } = await ask(route, token);
      if (status !== 404) notHidden.push(`${route.method} ${route.path}: ${status} ${problem}`);
    }
    return notHidden;
  };

  it('are on every route that takes one', () => {
    expect(routes.length).toBeGreaterThan(25);
  });

  it('lead nowhere: 404 on every route, and nothing changes', async () => {
    const before = await rowsOfVictim();
    expect(await found(stranger)).toEqual([]);
    expect(await rowsOfVictim()).toEqual(before);
  });

  it('lead nowhere when the application takes the caller for somebody of that tenant: the database refuses by itself', async () => {
    const before = await rowsOfVictim();
    mistakenFor = victim;
    expect(await found(stranger)).toEqual([]);
    expect(await rowsOfVictim()).toEqual(before);
    for (const { path, access } of app.routes.filter(
      ({ method, path: at }) => method === 'GET' && !at.includes(':'),
    )) {
      if ('public' in access || 'operator' in access) continue;
      const { body } = await app.ask('GET', path, stranger);
      for (const id of [ids.jobs, ids.schedules, ids.users, ids['api-keys'], 'theirs']) {
        expect(JSON.stringify(body ?? '')).not.toContain(id);
      }
    }
  });

  it('stay apart through thousands of requests that take turns on two connections', async () => {
    mistakenFor = victim;
    const path = `/v1/jobs/${ids.jobs}`;
    const answers = { owner: new Set<number>(), stranger: new Set<number>() };
    for (let turn = 0; turn < REQUESTS; turn += 50) {
      await Promise.all(
        Array.from({ length: 50 }, async (_, i) => {
          if (i % 2 === 0) answers.owner.add((await app.ask('GET', path, owner)).status);
          else answers.stranger.add((await app.ask('GET', path, stranger)).status);
        }),
      );
    }
    expect([...answers.owner]).toEqual([200]);
    expect([...answers.stranger]).toEqual([404]);
  }, 120_000);

  it('are real: their own tenant finds each of them', async () => {
    const hidden: unknown[] = [];
    // What deletes comes last.
    const order = [...routes].sort((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'));
    for (const route of order) {
      const [theirs, mine] = [await ask(route, stranger), await ask(route, owner)];
      if (mine.problem !== null && ['http.not_found', theirs.problem].includes(mine.problem)) {
        hidden.push(`${route.method} ${route.path}: ${mine.status} ${mine.problem}`);
      }
    }
    expect(hidden).toEqual([]);
  });

  const rowsOfVictim = () =>
    app.database.query(
      `SELECT to_jsonb(j) - 'due_at' AS row FROM jobs j WHERE tenant_id = $1 UNION ALL SELECT to_jsonb(s) FROM schedules s WHERE tenant_id = $1
       UNION ALL SELECT to_jsonb(u) FROM users u WHERE tenant_id = $1 UNION ALL SELECT to_jsonb(r) FROM roles r WHERE tenant_id = $1
       UNION ALL SELECT to_jsonb(k) FROM api_keys k WHERE tenant_id = $1 UNION ALL SELECT to_jsonb(e) FROM side_effects e WHERE tenant_id = $1
       UNION ALL SELECT to_jsonb(w) FROM webhook_endpoints w WHERE tenant_id = $1 UNION ALL SELECT to_jsonb(d) FROM webhook_deliveries d WHERE tenant_id = $1`,
      [victim],
    );
});
