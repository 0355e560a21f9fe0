import { type ApiProcess, bearer, json, startApi } from './api-process.js';

const BRIEF = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';

describe('steering jobs through the API', () => {
  let api: ApiProcess;
  let token: string;

  beforeAll(async () => {
    api = await startApi();
    token = await api.tokenOf('USER');
  });
  afterAll(() => api?.stop());

  const call = async (method: string, path: string, body?: unknown, as = token) => {
    const response = await fetch(api.url + path, {
      ...(body === undefined ? { headers: bearer(as) } : json(body, bearer(as))),
      method,
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const submit = async (as = token) => {
    const { body } = await call('POST', '/v1/jobs', { pipeline: 'video', input: { brief: BRIEF } }, as);
    return body.id as string;
  };

  it('pauses and resumes one, and says why it can’t', async () => {
    const id = await submit();
    expect(await call('POST', `/v1/jobs/${id}/resume`)).toMatchObject({
      status: 409,
      body: { type: '/problems/job.not_paused' },
    });
    expect(await call('POST', `/v1/jobs/${id}/pause`)).toMatchObject({
      status: 202,
      body: { id, status: 'paused' },
    });
    expect(await call('POST', `/v1/jobs/${id}/pause`)).toMatchObject({
      status: 409,
      body: { type: '/problems/job.not_pausable' },
    });
    expect(await call('POST', `/v1/jobs/${id}/resume`)).toMatchObject({
      status: 202,
      body: { status: 'pending' },
    });
  });

  it('shows one whose pipeline is no longer installed, and says why it can’t be run again', async () => {
    const id = await submit();
    await api.database.query("UPDATE jobs SET pipeline = 'slides', pipeline_version = 7 WHERE id = $1", [id]);
    const shown = await call('GET', `/v1/jobs/${id}`);
    expect(shown).toMatchObject({ status: 200, body: { id, pipeline: 'slides', progress: 0 } });
    expect((await call('GET', '/v1/jobs')).body.items).toContainEqual(
      expect.objectContaining({ id, pipelineVersion: 7 }),
    );
    expect((await call('GET', `/v1/jobs/${id}/manifest`)).status).toBe(404);
    const cancelled = await call('POST', `/v1/jobs/${id}/cancel`);
    expect(cancelled).toMatchObject({ status: 202, body: { status: 'cancelled' } });
    expect(await call('POST', `/v1/jobs/${id}/rerun`, { from: 'direct' })).toMatchObject({
      status: 409,
      body: { type: '/problems/pipeline.not_installed', detail: expect.stringContaining('slides') as string },
    });
    await api.database.query('UPDATE stage_executions SET progress = 0.5 WHERE job_id = $1', [id]);
    const progress = (await call('GET', `/v1/jobs/${id}`)).body.progress as number;
    expect(progress).toBeGreaterThan(0);
    expect(progress).toBeLessThan(1);
  });

  it('changes the priority of one', async () => {
    const id = await submit();
    expect(await call('PATCH', `/v1/jobs/${id}`, { priority: 9 })).toMatchObject({
      status: 200,
      body: { priority: 9 },
    });
    expect(await call('PATCH', `/v1/jobs/${id}`, { priority: 10 })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'priority', message: 'must be a whole number from 0 to 9' }] },
    });
  });

  it('answers a cancellation with a receipt', async () => {
    const id = await submit();
    expect(await call('GET', `/v1/jobs/${id}/receipt`)).toMatchObject({
      status: 409,
      body: { type: '/problems/job.not_cancelled' },
    });
    const cancelled = await call('POST', `/v1/jobs/${id}/cancel`);
    expect(cancelled).toMatchObject({
      status: 202,
      body: {
        status: 'cancelled',
        receipt: { spentMicros: 0, stopped: [], pendingEffects: [], notRecoverableMicros: 0 },
      },
    });
    expect((await call('GET', `/v1/jobs/${id}/receipt`)).body).toEqual(cancelled.body.receipt);
  });

  it('runs a cancelled one again, after telling what that would be', async () => {
    const id = await submit();
    expect(await call('POST', `/v1/jobs/${id}/rerun`, { from: 'sanitize' })).toMatchObject({
      status: 409,
      body: { type: '/problems/job.not_rerunnable' },
    });
    await call('POST', `/v1/jobs/${id}/cancel`);
    const dry = await call('POST', `/v1/jobs/${id}/rerun`, { from: 'sanitize', dryRun: true });
    expect(dry).toMatchObject({ status: 200, body: { dryRun: true, state: 'INIT', lastCostMicros: 0 } });
    expect((await call('GET', `/v1/jobs/${id}`)).body).toMatchObject({ status: 'cancelled' });
    const { body } = await call('POST', `/v1/jobs/${id}/rerun`, { from: 'sanitize' });
    expect(body).toEqual({ ...dry.body, dryRun: false });
    expect((await call('GET', `/v1/jobs/${id}`)).body).toMatchObject({
      status: 'pending',
      state: 'INIT',
      finishedAt: null,
    });
    await call('POST', `/v1/jobs/${id}/cancel`);
    expect(await call('POST', `/v1/jobs/${id}/rerun`, { from: 'nowhere' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'from' }] },
    });
  });

  it('steers many at once, and never everything by mistake', async () => {
    const owner = await api.tokenOf('USER');
    const ids = [await submit(owner), await submit(owner)];
    const bulk = (body: object) => call('POST', '/v1/jobs/bulk', body, owner);
    const pause = { action: 'pause', filter: { status: 'pending', createdAfter: '2020-01-01T00:00:00Z' } };
    const items = ids.map((id) => ({ id, outcome: 'done' }));
    expect(await bulk({ ...pause, dryRun: true })).toEqual({
      status: 200,
      body: { dryRun: true, items, more: false },
    });
    expect(await bulk(pause)).toEqual({ status: 200, body: { dryRun: false, items, more: false } });
    expect((await bulk(pause)).body).toEqual({ dryRun: false, items: [], more: false });
    for (const [body, path] of [
      [{ action: 'cancel', filter: {} }, 'filter'],
      [{ action: 'prioritise', filter: { status: 'paused' } }, 'priority'],
      [{ action: 'rerun', filter: { status: 'paused' } }, 'from'],
      [{ action: 'explode', filter: { status: 'paused' } }, 'action'],
      [{ action: 'cancel', filter: { createdBefore: 'yesterday' } }, 'filter.createdBefore'],
    ] as const) {
      expect(await bulk(body)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
    }
  });

  it('drains the system for who may change settings', async () => {
    const admin = await api.tokenOf('ADMIN');
    expect((await call('GET', '/v1/admin/drain')).status).toBe(403);
    expect((await call('PUT', '/v1/admin/drain', { drained: true })).status).toBe(403);
    expect(await call('GET', '/v1/admin/drain', undefined, admin)).toMatchObject({
      status: 200,
      body: { drained: false, changedBy: null, runningStages: 0 },
    });
    expect(await call('PUT', '/v1/admin/drain', { drained: true, reason: 'upgrade' }, admin)).toMatchObject({
      status: 200,
      body: { drained: true, reason: 'upgrade' },
    });
    expect((await call('GET', `/v1/jobs/${await submit()}`)).body).toMatchObject({ status: 'pending' });
    expect((await call('PUT', '/v1/admin/drain', { drained: false }, admin)).body).toMatchObject({
      drained: false,
      reason: null,
    });
  });

  it('knows nothing of other people’s jobs, and lets nobody steer who may only look', async () => {
    const id = await submit();
    const other = await api.tokenOf('USER');
    const viewer = await api.tokenOf('VIEWER');
    for (const [method, path, body] of [
      ['POST', `/v1/jobs/${id}/pause`, undefined],
      ['POST', `/v1/jobs/${id}/resume`, undefined],
      ['POST', `/v1/jobs/${id}/cancel`, undefined],
      ['PATCH', `/v1/jobs/${id}`, { priority: 1 }],
      ['POST', `/v1/jobs/${id}/rerun`, { from: 'sanitize' }],
    ] as const) {
      expect([path, (await call(method, path, body, other)).status]).toEqual([path, 404]);
      expect([path, (await call(method, path, body, viewer)).status]).toEqual([path, 403]);
    }
  });
});
