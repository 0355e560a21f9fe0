import { ReplicateVideo, ReplicateWebhooks, RunwayVideo, type WebhookRequest } from '#libs/providers';
import type { SignedWebhook } from '#libs/testing';
import { FILM, MediaPurchases } from './media-purchases.js';

describe('webhooks of replicate, after a lost answer', () => {
  let shop: MediaPurchases;
  const film = (name: 'runway' | 'replicate') =>
    shop.app.module.get({ runway: RunwayVideo, replicate: ReplicateVideo }[name]);

  beforeAll(async () => {
    shop = await MediaPurchases.start();
  });
  beforeEach(() => shop.reset());
  afterAll(() => shop.stop());

  const request = ({ id, timestamp, signature, body }: SignedWebhook): WebhookRequest => ({
    ...{ id, timestamp, signature, body },
  });
  const deliver = async (webhook: SignedWebhook): Promise<boolean | null> => {
    const webhooks = shop.app.module.get(ReplicateWebhooks);
    const news = webhooks.read(request(webhook), Date.now());
    const report = news && (await webhooks.report(news));
    return report && shop.effects.report('replicate', report);
  };
  const lost = async (): Promise<string> => {
    shop.replicate.mishaps = ['drop-after-charging'];
    shop.buys([film('replicate'), film('runway')], FILM);
    const id = await shop.submit();
    await shop.until(async () => (await shop.look(id)).journal[0]?.state === 'ambiguous');
    return id;
  };
  const last = (): string => shop.replicate.ids.at(-1) ?? '';

  it('are believed, once', async () => {
    const id = await lost();
    const told = shop.replicate.webhookOf(last());
    expect([await deliver(told), await deliver(told)]).toEqual([true, false]);
    expect(await shop.app.settled(id)).toBe('completed');
    const { output, costMicros } = await shop.look(id);
    expect(output).toMatchObject({ provider: 'replicate', clip: { mediaType: 'video/mp4' } });
    expect([costMicros, shop.replicate.orders.length]).toEqual([shop.replicate.charged, 1]);
  });

  it('are taken also while it is asked about, and booked once', async () => {
    shop.replicate.running = Infinity;
    shop.buys([film('replicate')], FILM);
    const id = await shop.submit();
    await shop.until(async () => (await shop.look(id)).journal[0]?.state === 'submitted');
    await deliver(shop.replicate.webhookOf(last()));
    expect(await shop.app.settled(id)).toBe('completed');
    expect((await shop.look(id)).costMicros).toBe(shop.replicate.charged);
  });

  it('may tell that nothing was made, so that it is ordered again', async () => {
    shop.replicate.ends = 'failed';
    const id = await lost();
    shop.replicate.ends = 'well';
    expect(await deliver(shop.replicate.webhookOf(last()))).toBe(true);
    expect(await shop.app.settled(id)).toBe('completed');
    const { journal, costMicros } = await shop.look(id);
    expect(journal).toMatchObject([{ state: 'failed', costMicros: 0 }, { state: 'settled' }]);
    expect(costMicros).toBe(shop.replicate.charged);
  });

  it('may tell only how it stands, and come in any order', async () => {
    shop.replicate.running = 3;
    const id = await lost();
    const [early, done] = [
      shop.replicate.webhookOf(last(), { early: true }),
      shop.replicate.webhookOf(last()),
    ];
    expect(await deliver(early)).toBeNull();
    expect((await shop.look(id)).journal).toMatchObject([{ state: 'ambiguous' }]);
    expect([await deliver(done), await deliver(early)]).toEqual([true, null]);
    expect(await shop.app.settled(id)).toBe('completed');
  });

  it('are not believed when they are forged, old or changed', async () => {
    const id = await lost();
    const genuine = shop.replicate.webhookOf(last());
    const forged = shop.replicate.webhookOf(last(), {
      secret: `whsec_${Buffer.alloc(24).toString('base64')}`,
    });
    const old = shop.replicate.webhookOf(last(), { at: Date.now() - 3_600_000 });
    const changed = { ...genuine, body: Buffer.from(String(genuine.body).replace('5', '6')) };
    expect(await Promise.all([forged, old, changed].map(deliver))).toEqual([null, null, null]);
    expect((await shop.look(id)).journal).toMatchObject([{ state: 'ambiguous' }]);
    expect(await deliver(genuine)).toBe(true);
    expect(await shop.app.settled(id)).toBe('completed');
  });
});
