import { newId } from '#libs/kernel';
import { GeminiServer } from '#libs/testing';
import { type ApiProcess, bearer, json, startApi, until } from './api-process.js';
import { PLAN, VISUALS } from './cloud-plan.js';
import { startWorker, type WorkerProcess } from './worker-process.js';

const GEMINI_API_KEY = 'gemini-key-4f1c9b7e2d';
/** It waits for approval once the plan stands: what models write has been bought by then. */
const FILM = {
  brief: 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!',
  ...{ durationSec: 12, preset: 'brand_campaign', seed: 7 },
};

describe('the cache of what was bought', () => {
  const gemini = new GeminiServer(GEMINI_API_KEY);
  let api: ApiProcess;
  let worker: WorkerProcess;
  let admin: string;

  beforeAll(async () => {
    await gemini.start();
    const settings = { GEMINI_API_KEY, GEMINI_BASE_URL: gemini.url, CACHE_TIMEOUT_MS: '20000' };
    api = await startApi(settings);
    worker = startWorker({ ...settings, STORAGE_DIR: api.storageDir });
    admin = await api.tokenOf('ADMIN');
  }, 60_000);
  afterAll(async () => {
    await worker?.stop();
    await api?.stop();
    await gemini.close();
  });

  const call = async (method: string, path: string, body?: object, token = admin) => {
    const init = body === undefined ? { headers: bearer(token) } : json(body, bearer(token));
    const response = await fetch(api.url + path, { ...init, method });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  /** @returns the job's id, once its plan waits for approval, and how many calls it took */
  const planned = async () => {
    gemini.reset();
    gemini.says = [JSON.stringify(PLAN), JSON.stringify(VISUALS)];
    const { body } = await call('POST', '/v1/jobs', { pipeline: 'video', input: FILM });
    const id = body.id as string;
    for (;;) {
      const { status } = (await call('GET', `/v1/jobs/${id}`)).body;
      if (status === 'awaiting_approval') return { id, calls: gemini.calls.length };
      if (status === 'failed') throw new Error(`job ${id} has failed`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const invalidate = (tags: string[], token?: string) =>
    call('POST', '/v1/caches/invalidations', { tags }, token);
  const figures = async () => {
    const { items } = (await call('GET', '/v1/caches')).body as { items: { kind: string }[] };
    return items.find(({ kind }) => kind === 'text.generate');
  };

  it('tells how often it was asked and what for, over all processes', async () => {
    expect((await planned()).calls).toBe(2);
    expect((await planned()).calls).toBe(0);
    // Workers tell what they have counted once a second.
    await until(async () => (await figures()) !== undefined);
    await until(async () => ((await figures()) as unknown as { hits: number }).hits === 2);
    expect(await figures()).toEqual({
      kind: 'text.generate',
      hits: 2,
      shared: 0,
      misses: 2,
      reuseRatio: 0.5,
    });
  }, 60_000);

  it('forgets by tag, for this tenant alone', async () => {
    const stranger = await api.tokenOf('ADMIN', newId());
    expect((await invalidate(['kind:text.generate'], stranger)).body).toEqual({ removed: 0 });
    expect((await planned()).calls).toBe(0);
    expect((await invalidate(['kind:text.generate', 'provider:gemini'])).body).toEqual({ removed: 2 });
    expect((await planned()).calls).toBe(2);
  }, 60_000);

  it('is filled again from the journal with what was paid for', async () => {
    const { id, calls } = await planned();
    expect(calls).toBe(0);
    await invalidate(['provider:gemini']);
    // This job has bought nothing itself.
    expect((await call('POST', '/v1/caches/warm-ups', { jobIds: [id] })).body).toEqual({
      found: 0,
      stored: 0,
    });
    expect((await call('POST', '/v1/caches/warm-ups', {})).body).toEqual({ found: 2, stored: 2 });
    expect((await planned()).calls).toBe(0);
    expect((await invalidate(['kind:text.generate'])).body).toEqual({ removed: 2 });
  }, 60_000);

  it('says what a tag or a list of jobs must be, and to whom it listens', async () => {
    for (const tags of [[], ['text'], ['kind:'], ['kind:a b'], 'kind:text.generate']) {
      expect((await call('POST', '/v1/caches/invalidations', { tags })).status).toBe(400);
    }
    expect((await call('POST', '/v1/caches/warm-ups', { jobIds: ['x'] })).status).toBe(400);
    const user = await api.tokenOf('USER');
    expect((await invalidate(['kind:text.generate'], user)).status).toBe(403);
    expect((await call('GET', '/v1/caches', undefined, user)).status).toBe(403);
    expect((await call('GET', '/v1/caches', undefined, await api.tokenOf('VIEWER'))).status).toBe(200);
  });
});
