import { randomUUID } from 'node:crypto';
import { newId } from '#libs/kernel';
import { type ApiProcess, bearer, json, startApi, TENANT_ID } from './api-process.js';

const BRIEF = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';
const JOB = { pipeline: 'video', input: { brief: BRIEF } };
const SCHEDULE = { name: 'Weekdays', cron: '0 7 * * 1-5', pipeline: 'video', input: { brief: BRIEF } };

describe('a request with an Idempotency-Key', () => {
  let api: ApiProcess;
  let token: string;

  beforeAll(async () => {
    api = await startApi();
    token = await api.tokenOf('USER');
  });
  afterAll(() => api?.stop());

  const post = async (path: string, body: unknown, key: string, as = token) => {
    const response = await fetch(api.url + path, json(body, { ...bearer(as), 'idempotency-key': key }));
    const { status, headers } = response;
    return { status, headers, text: await response.text() };
  };
  const jobs = async () =>
    (await api.database.query<{ n: number }>('SELECT count(*)::int AS n FROM jobs'))[0]!.n;

  it.each([
    ['/v1/jobs', JOB, 202],
    ['/v1/schedules', SCHEDULE, 201],
  ])(
    'to %s is answered the same again, byte for byte, and does nothing again',
    async (path, body, status) => {
      const key = randomUUID();
      const first = await post(path, body, key);
      const again = await post(path, body, key);
      expect(first.status).toBe(status);
      expect(again).toMatchObject({ status, text: first.text });
      for (const name of ['location', 'content-type'])
        expect(again.headers.get(name)).toBe(first.headers.get(name));
      expect(first.headers.get('idempotency-replayed')).toBeNull();
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect(first.headers.get('location')).toContain((JSON.parse(first.text) as { id: string }).id);
    },
  );

  it('answers as one without a key does', async () => {
    const plain = await fetch(`${api.url}/v1/jobs`, json(JOB, bearer(token)));
    const keyed = await post('/v1/jobs', JOB, randomUUID());
    const fields = (text: string) => Object.keys(JSON.parse(text) as object);
    expect(fields(keyed.text)).toEqual(fields(await plain.text()));
    const { id, createdAt } = JSON.parse(keyed.text) as { id: string; createdAt: string };
    const seen = await fetch(`${api.url}/v1/jobs/${id}`, { headers: bearer(token) });
    expect(await seen.json()).toMatchObject({ createdAt });
  });

  it.each([
    ['/v1/jobs', JOB, { ...JOB, priority: 9 }],
    ['/v1/schedules', { ...SCHEDULE, name: 'A' }, { ...SCHEDULE, name: 'B' }],
  ])('to %s is refused where the key belongs to another body', async (path, body, other) => {
    const key = randomUUID();
    await post(path, body, key);
    const answer = await post(path, other, key);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('/problems/idempotency.key_reused');
  });

  it('makes one job of fifty that come at once', async () => {
    const before = await jobs();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => post('/v1/jobs', JOB, key)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await jobs()).toBe(before + 1);
  });

  it('makes one schedule of twenty that come at once, and tells the others to wait', async () => {
    const key = randomUUID();
    const body = { ...SCHEDULE, name: 'At once' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('/v1/schedules', body, key)));
    const done = answers.filter(({ status }) => status === 201);
    expect(done.length).toBeGreaterThan(0);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(answer.status).toBe(409);
      expect(answer.text).toContain('/problems/idempotency.in_flight');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });

  it('may be sent again, corrected, where nothing came of it', async () => {
    const key = randomUUID();
    expect((await post('/v1/jobs', { ...JOB, priority: 10 }, key)).status).toBe(400);
    expect((await post('/v1/jobs', JOB, key)).status).toBe(202);
    const name = { ...SCHEDULE, name: 'Corrected' };
    expect((await post('/v1/schedules', { ...name, cron: 'never' }, key)).status).toBe(400);
    expect((await post('/v1/schedules', name, key)).status).toBe(201);
  });

  it('has nothing to do with the same key of another caller', async () => {
    const key = randomUUID();
    const answers = await Promise.all([
      post('/v1/jobs', JOB, key),
      post('/v1/jobs', JOB, key, await api.tokenOf('USER')),
      post('/v1/jobs', JOB, key, await api.tokenOf('ADMIN', newId())),
    ]);
    expect(new Set(answers.map(({ text }) => (JSON.parse(text) as { id: string }).id)).size).toBe(3);
  });

  it.each(['', 'two words', 'é'.repeat(3), 'x'.repeat(256)])('is refused with the key %j', async (key) => {
    const before = await jobs();
    const answer = await post('/v1/jobs', JOB, key).catch(() => null);
    if (answer === null) return;
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('/problems/idempotency.invalid_key');
    expect(await jobs()).toBe(before);
  });

  it('is new again once the key has expired', async () => {
    const key = randomUUID();
    const first = await post('/v1/jobs', JOB, key);
    await api.database.query(
      'UPDATE idempotency_keys SET expires_at = clock_timestamp() WHERE tenant_id = $1',
      [TENANT_ID],
    );
    const second = await post('/v1/jobs', JOB, key);
    expect(second.status).toBe(202);
    expect(second.text).not.toBe(first.text);
    expect((await post('/v1/jobs', JOB, key)).text).toBe(second.text);
  });
});
