import { newId } from '#libs/kernel';
import { bearer, json } from './api-process.js';
import type { TwoApis } from './two-apis.js';

/** What quotas promise, with two processes that accept jobs. */
export function describeQuotas(apis: () => TwoApis): void {
  const BRIEF = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';
  const submit = (as: string, nth: number) => {
    const key: Record<string, string> = nth % 3 === 0 ? { 'idempotency-key': newId() } : {};
    const job = { pipeline: 'video', input: { brief: BRIEF } };
    return fetch(`${apis().urls[nth % 2]!}/v1/jobs`, json(job, { ...bearer(as), ...key }));
  };
  type Listed = { items: { resource: string; limit: number | null; used: number; resetsAt: string }[] };
  const list = async (as: string) => (await apis().call<Listed>('GET', '/v1/quotas', as)).body.items;

  it('holds for 200 jobs that are submitted at once in two processes: as many as it says are accepted', async () => {
    const tenant = newId();
    const boss = await apis().api.tokenOf('ADMIN', tenant);
    expect((await submit(boss, 1)).status).toBe(202);
    expect(await list(boss)).toMatchObject([{ limit: null, used: 1 }, { limit: null }]);
    expect(
      await apis().problem('PUT', '/v1/quotas/jobs_per_day', await apis().api.tokenOf('USER', tenant), {
        limit: 1,
      }),
    ).toEqual([403, 'auth.forbidden']);
    await apis().call('PUT', '/v1/quotas/jobs_per_day', boss, { limit: 101 });
    const answers = await Promise.all(Array.from({ length: 200 }, (_, nth) => submit(boss, nth)));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(100);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(100);
    expect(await refused[0]!.json()).toMatchObject({
      type: '/problems/quota.jobs_exceeded',
      detail: expect.stringContaining('T00:00:00.000Z') as string,
    });
    const [day] = await list(boss);
    expect(day).toMatchObject({ limit: 101, used: 101 });
    const untilReset = (Date.parse(day!.resetsAt) - Date.now()) / 1_000;
    expect(Math.abs(Number(refused[0]!.headers.get('retry-after')) - untilReset)).toBeLessThan(120);
    const [stored] = await apis().api.database.query(
      'SELECT count(*)::integer AS jobs FROM jobs WHERE tenant_id = $1',
      [tenant],
    );
    expect(stored).toEqual({ jobs: 101 });
    await apis().api.database.query('UPDATE quotas SET used_on = used_on - 1 WHERE tenant_id = $1', [tenant]);
    expect((await submit(boss, 0)).status).toBe(202);
    expect((await list(boss))[0]).toMatchObject({ used: 1 });
  });

  it('refuses jobs while the tenant’s artifacts fill their room, and nobody else’s', async () => {
    const boss = await apis().api.tokenOf('ADMIN', newId());
    await apis().call('PUT', '/v1/quotas/artifact_bytes', boss, { limit: 1_000 });
    const { id } = (await (await submit(boss, 1)).json()) as { id: string };
    await apis().api.database.query(
      `INSERT INTO artifacts (id, tenant_id, job_id, name, media_type, size, sha256)
       SELECT id, tenant_id, id, 'video.mp4', 'video/mp4', 1000, repeat('a', 64) FROM jobs WHERE id = $1`,
      [id],
    );
    for (const nth of [0, 1]) {
      const answer = await submit(boss, nth);
      expect([answer.status, await answer.json()]).toMatchObject([
        403,
        { type: '/problems/quota.storage_exceeded' },
      ]);
    }
    expect((await list(boss))[1]).toMatchObject({ limit: 1_000, used: 1_000, resetsAt: null });
    expect((await submit(apis().admin, 1)).status).toBe(202);
    expect((await apis().call('DELETE', '/v1/quotas/artifact_bytes', boss)).status).toBe(204);
    expect(await apis().problem('DELETE', '/v1/quotas/artifact_bytes', boss)).toEqual([
      404,
      'quota.not_found',
    ]);
    expect((await submit(boss, 1)).status).toBe(202);
    const { body } = await apis().call<{ items: { action: string }[] }>('GET', '/v1/audit', boss);
    expect(body.items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['quota.removed', 'quota.set']),
    );
  });
}
