import { type ApiProcess, bearer, json, startApi } from './api-process.js';

describe('the API without Redis', () => {
  let api: ApiProcess;
  beforeAll(async () => {
    // A port that only root could listen on, and nobody does.
    api = await startApi({ REDIS_URL: 'redis://127.0.0.1:1' });
  }, 90_000);
  afterAll(() => api?.stop());

  it('starts, says what is missing, and accepts jobs', async () => {
    expect((await fetch(`${api.url}/health/startup`)).status).toBe(200);
    const ready = await fetch(`${api.url}/health/ready`);
    expect([ready.status, await ready.json()]).toMatchObject([
      200,
      { status: 'degraded', checks: { postgres: { status: 'ok' }, redis: { status: 'failing' } } },
    ]);
    const job = json(
      { pipeline: 'video', input: { brief: 'A cosy bakery in Lisbon opens at 7 with fresh bread.' } },
      bearer(await api.tokenOf('USER')),
    );
    expect((await fetch(`${api.url}/v1/jobs`, job)).status).toBe(202);
    expect(api.log.join('\n')).toContain("Redis can't be reached (ECONNREFUSED)");
  });

  it('is still ready when messages have waited for long, because Redis is to blame', async () => {
    await api.database.query("UPDATE outbox SET created_at = now() - interval '1 hour'");
    expect((await fetch(`${api.url}/health/ready`)).status).toBe(200);
  });
});
