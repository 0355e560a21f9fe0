import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { newId } from '#libs/kernel';
import { eventually, type Manager, startManager } from '../webhooks/manager.js';
import type { Receiver } from '../webhooks/receiver.js';
import { type QuickWebhooks, startQuickWebhooks } from './quick-webhooks.js';

describe('the endpoints of webhooks', () => {
  let running: QuickWebhooks;
  let receiver: Receiver;
  let webhooks: Manager;
  let path = '';

  beforeAll(async () => {
    running = await startQuickWebhooks();
    ({ receiver, webhooks } = running);
  });
  afterAll(() => running?.stop());
  beforeEach(() => (path = `/${newId()}`));

  const remove = (id: string) => webhooks.endpoints.delete(webhooks.caller, id);

  it('are sent by hand: once more, and as a test', async () => {
    const id = await webhooks.subscribe(receiver, path);
    await webhooks.happens();
    const [delivery] = await webhooks.delivered(id);
    await webhooks.deliveries.redeliver(webhooks.caller, id, delivery!.id);
    await eventually(() => receiver.at(path).length === 2);
    const test = await webhooks.deliveries.test(webhooks.caller, id);
    expect(test.eventType).toBe('webhook.test.v1');
    await eventually(() => receiver.at(path).find(({ body }) => body.type === 'webhook.test.v1'));
    expect(new Set(receiver.at(path).map((message) => message.id)).size).toBe(2);
    await remove(id);
  });

  it('are signed by the old and the new secret while one replaces the other', async () => {
    const id = await webhooks.subscribe(receiver, path);
    const [old] = receiver.secrets.get(path)!;
    const { secret } = await webhooks.endpoints.rotateSecret(webhooks.caller, id);
    await webhooks.happens();
    await webhooks.delivered(id);
    const { text, headers } = receiver.at(path)[0]!;
    expect(headers['webhook-signature']!.split(' ')).toHaveLength(2);
    for (const known of [old!, secret]) expect(() => new Webhook(known).verify(text, headers)).not.toThrow();

    await webhooks.database.query(
      'UPDATE webhook_endpoints SET previous_secret_until = now() WHERE id = $1',
      [id],
    );
    await webhooks.happens();
    await webhooks.delivered(id, 2);
    expect(() =>
      new Webhook(old!).verify(receiver.at(path)[1]!.text, receiver.at(path)[1]!.headers),
    ).toThrow();
    const rows = await webhooks.database.query('SELECT * FROM webhook_endpoints WHERE id = $1', [id]);
    for (const known of [old!, secret]) expect(JSON.stringify(rows)).not.toContain(known.slice(6));
    await remove(id);
  });

  it('are another tenant’s business nowhere', async () => {
    const id = await webhooks.subscribe(receiver, path);
    const stranger = { ...webhooks.caller, tenantId: newId() };
    const notFound = { code: 'webhook.endpoint_not_found' };
    await expect(webhooks.endpoints.get(stranger, id)).rejects.toMatchObject(notFound);
    await expect(webhooks.endpoints.change(stranger, id, { enabled: false })).rejects.toMatchObject(notFound);
    await expect(webhooks.endpoints.rotateSecret(stranger, id)).rejects.toMatchObject(notFound);
    await expect(webhooks.endpoints.delete(stranger, id)).rejects.toMatchObject(notFound);
    await expect(webhooks.deliveries.list(stranger, id, { limit: 1 })).rejects.toMatchObject(notFound);
    await expect(webhooks.deliveries.test(stranger, id)).rejects.toMatchObject(notFound);
    expect((await webhooks.endpoints.list(stranger, { limit: 10 })).items).toEqual([]);
    await remove(id);
  });

  it('go on after the log was loaded into another cluster, whose transactions count from a lower number', async () => {
    const id = await webhooks.subscribe(receiver, path);
    await webhooks.happens();
    await webhooks.delivered(id);
    await webhooks.database.query("UPDATE webhook_cursors SET position = '9000000000000'");
    const missed = await webhooks.happens();
    await sleep(100);
    expect(receiver.at(path)).toHaveLength(1);
    // What a process does when it starts, and every minute.
    const another = await startManager({ sends: true });
    await eventually(() => receiver.at(path).find(({ body }) => body.data.jobId === missed));
    await another.close();
    await webhooks.happens();
    await webhooks.delivered(id, 3);
    expect(receiver.at(path)).toHaveLength(3);
    await remove(id);
  });
});
