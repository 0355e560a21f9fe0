import { setTimeout as sleep } from 'node:timers/promises';
import { Receiver } from '../webhooks/receiver.js';
import { type ApiProcess, bearer, json, startApi } from './api-process.js';
import { startWorker, type WorkerProcess } from './worker-process.js';

const BRIEF = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';

describe('the webhooks of the API', () => {
  let receiver: Receiver;
  let api: ApiProcess;
  let worker: WorkerProcess;
  let token: string;

  beforeAll(async () => {
    receiver = await Receiver.start();
    const settings = { WEBHOOK_ALLOWED_ORIGINS: receiver.url, WEBHOOK_POLL_MS: '50' };
    api = await startApi(settings);
    worker = startWorker({ ...settings, STORAGE_DIR: api.storageDir });
    token = await api.tokenOf('ADMIN');
  });
  afterAll(async () => {
    await worker?.stop();
    await api?.stop();
    await receiver?.stop();
  });

  const endpoints = () => `${api.url}/v1/webhook-endpoints`;
  const create = (body: object, as = token) => fetch(endpoints(), json(body, bearer(as)));
  const send = async (method: string, path: string, body?: object, as = token) => {
    const init = body === undefined ? { headers: bearer(as) } : json(body, bearer(as));
    const response = await fetch(`${endpoints()}/${path}`, { ...init, method });
    const text = await response.text();
    return {
      status: response.status,
      body: (text === '' ? null : JSON.parse(text)) as Record<string, unknown>,
    };
  };
  const types = (path: string) => receiver.at(path).map(({ body }) => body.type);
  const arrived = async (path: string, type: string) => {
    while (!types(path).includes(type)) await sleep(20);
  };

  it('tell a receiver of a job, from a worker as it ships, and keep a log', async () => {
    const created = await create({ url: `${receiver.url}/shop`, description: 'Our shop' });
    expect(created.status).toBe(201);
    const endpoint = (await created.json()) as { id: string; secret: string };
    expect(created.headers.get('location')).toBe(`/v1/webhook-endpoints/${endpoint.id}`);
    receiver.secrets.set('/shop', [endpoint.secret]);

    const job = { pipeline: 'video', input: { brief: BRIEF } };
    const accepted = await fetch(`${api.url}/v1/jobs`, json(job, bearer(token)));
    const { id: jobId } = (await accepted.json()) as { id: string };
    await fetch(`${api.url}/v1/jobs/${jobId}/cancel`, { method: 'POST', headers: bearer(token) });
    await arrived('/shop', 'job.cancelled.v1');
    await arrived('/shop', 'job.accepted.v1');
    expect(receiver.at('/shop').every(({ body }) => body.data.jobId === jobId)).toBe(true);
    expect(receiver.forged).toBe(0);

    const test = await send('POST', `${endpoint.id}/test`);
    expect(test).toMatchObject({ status: 202, body: { eventType: 'webhook.test.v1' } });
    // One that is under way at this moment is not sent once more.
    while (
      ((await send('GET', `${endpoint.id}/deliveries?limit=1`)).body.items as { status: string }[])[0]
        ?.status !== 'delivered'
    )
      await sleep(20);
    const again = await send('POST', `${endpoint.id}/deliveries/${String(test.body.id)}/redeliver`);
    expect(again.status).toBe(202);
    while (types('/shop').filter((type) => type === 'webhook.test.v1').length < 2) await sleep(20);

    const first = await send('GET', `${endpoint.id}/deliveries?limit=2`);
    expect(first.body.items).toHaveLength(2);
    const rest = await send('GET', `${endpoint.id}/deliveries?cursor=${String(first.body.nextCursor)}`);
    expect(rest.body).toMatchObject({ items: [{ attempts: [{ statusCode: 204 }] }], nextCursor: null });

    const shown = await send('GET', endpoint.id);
    expect(shown.body).toMatchObject({ url: `${receiver.url}/shop`, description: 'Our shop', enabled: true });
    expect(JSON.stringify([shown.body, api.log, worker.log])).not.toContain(endpoint.secret.slice(6));
    expect((await send('DELETE', endpoint.id)).status).toBe(204);
    expect((await send('GET', endpoint.id)).status).toBe(404);
  });

  it('can be changed, and their secret replaced', async () => {
    const { id, secret } = (await (await create({ url: `${receiver.url}/x` })).json()) as Record<
      string,
      string
    >;
    const changed = await send('PATCH', id!, { enabled: false, eventTypes: ['job.failed.v1'] });
    expect(changed).toMatchObject({ status: 200, body: { enabled: false, eventTypes: ['job.failed.v1'] } });
    expect((await send('POST', `${id}/test`)).status).toBe(409);
    const rotated = await send('POST', `${id}/rotate-secret`);
    expect(rotated.body.secret).toMatch(/^whsec_/);
    expect(rotated.body.secret).not.toBe(secret);
    expect(Date.parse(String(rotated.body.previousSecretUntil))).toBeGreaterThan(Date.now());
    await send('DELETE', id!);
  });

  it.each([
    ['https://127.0.0.1/', 'private or special network'],
    ['https://metadata.google.internal/', 'local network'],
    ['http://example.com/', 'https://'],
    ['https://me:secret@example.com/', 'user name'],
    ['nonsense', 'must be a URL'],
  ])('are refused to go to %s, and the field is named', async (url, reason) => {
    const response = await create({ url, eventTypes: ['job.done'] });
    expect(response.status).toBe(400);
    const named = ((await response.json()) as { errors: { path: string; message: string }[] }).errors;
    expect(named.map(({ path }) => path)).toContain('eventTypes.0');
    const alone = await create({ url });
    expect(await alone.json()).toMatchObject({
      errors: [{ path: 'url', message: expect.stringContaining(reason) as string }],
    });
  });

  it('are for those who may manage them, in their own tenant', async () => {
    expect((await create({ url: `${receiver.url}/x` }, await api.tokenOf('USER'))).status).toBe(403);
    const { id } = (await (await create({ url: `${receiver.url}/x` })).json()) as { id: string };
    const stranger = await api.tokenOf('ADMIN', crypto.randomUUID());
    expect((await send('GET', id, undefined, stranger)).status).toBe(404);
    expect((await send('DELETE', id, undefined, stranger)).status).toBe(404);
    expect((await send('GET', `${id}/deliveries`, undefined, stranger)).status).toBe(404);
    await send('DELETE', id);
  });
});
