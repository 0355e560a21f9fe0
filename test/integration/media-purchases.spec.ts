import { AppError } from '#libs/kernel';
import { probe } from '#libs/media';
import { JobsService } from '#libs/orchestration';
import {
  GeminiImage,
  ProviderMarket,
  ReplicateImage,
  ReplicateMusic,
  ReplicateVideo,
  RunwayImage,
  RunwayVideo,
  VeoVideo,
  type ClipDelivery,
} from '#libs/providers';
import { FILM, KEYS, MediaPurchases } from './media-purchases.js';

const PICTURE = { prompt: 'A red tram', aspect: '16:9', seed: 7 };
const MUSIC = { prompt: 'Warm, slow strings', seconds: 20, seed: 7 };

describe('pictures, films and music from providers', () => {
  let shop: MediaPurchases;
  const film = (name: 'veo' | 'runway' | 'replicate') =>
    shop.app.module.get({ veo: VeoVideo, runway: RunwayVideo, replicate: ReplicateVideo }[name]);

  beforeAll(async () => {
    shop = await MediaPurchases.start();
  });
  beforeEach(() => shop.reset());
  afterAll(() => shop.stop());

  it.each([
    ['video', 'seconds', ['veo', 'runway', 'replicate']],
    ['image', 'images', ['runway', 'replicate', 'gemini']],
    ['music', 'seconds', ['replicate']],
  ] as const)('offers %s on the market, at a price for %s', (capability, unit, providers) => {
    const market = shop.app.module.get(ProviderMarket).forTenant(shop.app.scope.tenantId);
    const offers = market.offers(capability).filter(({ local }) => !local);
    expect(offers.map(({ provider }) => provider)).toEqual(providers);
    for (const { provider, model, unavailable } of offers) {
      expect(unavailable).toBeNull();
      expect(market.cost([{ provider, model, unit, quantity: 1 }])).toBeGreaterThan(0);
    }
  });

  it.each([
    ['veo', 'veo-3.1-fast-generate-preview', 6],
    ['runway', 'gen4.5', 5],
    ['replicate', 'bytedance/seedance-1-lite', 5],
  ] as const)('buys a film of %s and books what it has charged', async (name, model, seconds) => {
    shop[name].running = 3;
    shop.buys([film(name)], FILM);
    const { status, output, costMicros, journal } = await shop.run();
    expect(status).toBe('completed');
    expect(output).toMatchObject({ provider: name, model, seconds });
    expect(shop[name].orders).toHaveLength(1);
    expect([costMicros, costMicros]).toEqual([shop[name].charged, journal[0]?.estimatedMicros]);
    const { clip } = output as unknown as ClipDelivery;
    expect(clip.mediaType).toBe('video/mp4');
    expect((await probe(await shop.blobs.localPath(clip))).video).toMatchObject({ width: 1280, height: 720 });
  });

  it('buys a picture of each, and music', async () => {
    const { veo, runway, replicate } = shop;
    const bought = [
      [shop.app.module.get(GeminiImage), PICTURE, veo, 'image', 'image/png'],
      [shop.app.module.get(RunwayImage), PICTURE, runway, 'image', 'image/png'],
      [shop.app.module.get(ReplicateImage), PICTURE, replicate, 'image', 'image/png'],
      [shop.app.module.get(ReplicateMusic), MUSIC, replicate, 'audio', 'audio/wav'],
    ] as const;
    for (const [operation, order, server, name, mediaType] of bought) {
      shop.reset();
      shop.buys([operation as never], order);
      const { output, costMicros, journal } = await shop.run();
      expect(output?.[name]).toMatchObject({ mediaType });
      expect(costMicros).toBe(server.charged);
      expect(costMicros).toBeGreaterThan(0);
      expect(costMicros).toBeLessThanOrEqual(journal[0]?.estimatedMicros ?? 0);
    }
  });

  it.each(['veo', 'runway', 'replicate'] as const)(
    'goes on looking at what it has ordered of %s when the stage runs again',
    async (name) => {
      let runs = 0;
      shop.buys([film(name)], FILM, async () => {
        if (runs++ === 0) throw new AppError('test.crash', 'after the purchase', { retryable: true });
      });
      const { status, costMicros } = await shop.run();
      expect([status, runs, shop[name].orders.length]).toEqual(['completed', 2, 1]);
      expect(costMicros).toBe(shop[name].charged);
    },
  );

  it.each(['veo', 'runway', 'replicate'] as const)(
    'goes on asking %s about its order when the worker is gone that placed it',
    async (name) => {
      shop[name].running = Infinity;
      shop.buys([film(name)], FILM);
      const { work } = shop;
      let runs = 0;
      shop.work = (...call) => (runs++, work(...call));
      const id = await shop.submit();
      await shop.until(async () => (await shop.look(id)).journal[0]?.state === 'submitted');
      // Its lease belongs to nobody, and what it learns from now on is lost.
      await shop.app.database.query(
        "UPDATE stage_executions SET lease_token = lease_token + 1, lease_until = now() - interval '1 second' WHERE job_id = $1 AND status = 'running'",
        [id],
      );
      await shop.until(() => Promise.resolve(runs > 1));
      shop[name].finish();
      expect(await shop.app.settled(id)).toBe('completed');
      expect([shop[name].orders.length, (await shop.look(id)).costMicros]).toEqual([1, shop[name].charged]);
    },
  );

  it.each([
    ['veo', 'drop-after-charging', 1],
    ['veo', 'drop-before-charging', 0],
    ['veo', 'malformed', 1],
    ['runway', 'drop-after-charging', 1],
    ['runway', 'server-error', 0],
  ] as const)(
    'asks a person after a lost answer of %s (%s), and sends nothing twice',
    async (name, mishap, charges) => {
      shop[name].mishaps = [mishap];
      shop.buys([film(name), film('replicate')], FILM);
      const { id, status, error } = await shop.run();
      expect([status, error?.code]).toEqual(['awaiting_approval', 'effect.ambiguous']);
      expect([shop[name].orders.length, shop[name].charges.length]).toEqual([1, charges]);
      expect(shop.replicate.orders).toEqual([]);
      expect(await shop.everythingStored(id)).not.toMatch(new RegExp(Object.values(KEYS).join('|')));
    },
  );

  it.each([
    ['veo', 'rate-limited', 'provider.rate_limited'],
    ['veo', 'overloaded', 'provider.overloaded'],
    ['runway', 'rate-limited', 'provider.rate_limited'],
    ['runway', 'overloaded', 'provider.overloaded'],
    ['runway', 'refused', 'provider.rejected'],
    ['replicate', 'rate-limited', 'provider.rate_limited'],
    ['replicate', 'refused', 'provider.rejected'],
  ] as const)('asks another one when %s answers that it will not (%s)', async (name, mishap, reason) => {
    const other = name === 'veo' ? 'runway' : 'veo';
    shop[name].mishaps = [mishap];
    shop.buys([film(name), film(other)], FILM);
    const { id, output, costMicros } = await shop.run();
    expect(output).toMatchObject({ provider: other });
    expect([shop[name].orders.length, shop[name].charged]).toEqual([1, 0]);
    expect(costMicros).toBe(shop[other].charged);
    const stored = await shop.everythingStored(id);
    expect(stored).toContain(reason);
    expect(stored).not.toMatch(new RegExp(Object.values(KEYS).join('|')));
  });

  it.each([
    ['veo', 'held-back'],
    ['veo', 'failed'],
    ['runway', 'held-back'],
    ['replicate', 'failed'],
  ] as const)(
    'asks another one when %s could not make the film (%s), which costs nothing',
    async (name, end) => {
      const other = name === 'runway' ? 'replicate' : 'runway';
      shop[name].ends = end;
      shop.buys([film(name), film(other)], FILM);
      const { output, costMicros, journal } = await shop.run();
      expect(output).toMatchObject({ provider: other });
      expect(journal).toMatchObject([{ state: 'failed', costMicros: 0 }, { state: 'settled' }]);
      expect([shop[name].charged, costMicros]).toEqual([0, shop[other].charged]);
    },
  );

  it('asks another one when a picture is held back, or the answer is that there is none', async () => {
    shop.veo.ends = 'held-back';
    shop.buys([shop.app.module.get(GeminiImage), shop.app.module.get(RunwayImage)] as never, PICTURE);
    const { output, costMicros, journal } = await shop.run();
    expect(output).toMatchObject({ provider: 'runway' });
    expect(journal).toMatchObject([{ state: 'failed', costMicros: 0 }, { state: 'settled' }]);
    expect(costMicros).toBe(shop.runway.charged);
  });

  it('asks a person about a picture whose answer was lost', async () => {
    shop.veo.mishaps = ['drop-after-charging'];
    shop.buys([shop.app.module.get(GeminiImage), shop.app.module.get(RunwayImage)] as never, PICTURE);
    const { status, error } = await shop.run();
    expect([status, error?.code]).toEqual(['awaiting_approval', 'effect.ambiguous']);
    expect([shop.veo.orders.length, shop.runway.orders.length]).toEqual([1, 0]);
  });

  it('books a prediction whose output was deleted before it was fetched, and asks another one', async () => {
    shop.replicate.beforeAnswer = () => Promise.resolve(shop.replicate.removeOutputs());
    shop.buys([film('replicate'), film('runway')], FILM);
    const { output, costMicros } = await shop.run();
    expect(output).toMatchObject({ provider: 'runway' });
    expect(costMicros).toBe(shop.replicate.charged + shop.runway.charged);
  });

  it.each(['runway', 'replicate'] as const)('has %s stop when the job is cancelled', async (name) => {
    shop[name].running = Infinity;
    shop.buys([film(name)], FILM);
    const id = await shop.submit();
    await shop.until(async () => (await shop.look(id)).journal[0]?.state === 'submitted');
    await shop.app.module.get(JobsService).cancel(shop.app.scope, id);
    await shop.until(async () => (await shop.look(id)).journal[0]?.state === 'reconciled');
    expect(name === 'runway' ? shop.runway.cancelled : shop.replicate.canceled).toHaveLength(1);
    expect((await shop.look(id)).costMicros).toBe(shop[name].charged);
  });

  it.each(['veo', 'runway', 'replicate'] as const)(
    'downloads again what came in pieces or as something else (%s)',
    async (name) => {
      shop[name].downloads = ['truncated', 'not-media', 'missing', 'redirected'];
      shop.buys([film(name)], FILM);
      const { status, costMicros } = await shop.run();
      expect([status, shop[name].orders.length]).toEqual(['completed', 1]);
      expect(costMicros).toBe(shop[name].charged);
    },
  );

  it('gives a download up in the end, books it all the same and asks another one', async () => {
    shop.runway.downloads = Array.from({ length: 20 }, () => 'missing');
    shop.buys([film('runway'), film('replicate')], FILM);
    const { output, costMicros } = await shop.run();
    expect(output).toMatchObject({ provider: 'replicate' });
    expect(costMicros).toBe(shop.runway.charged + shop.replicate.charged);
  });

  it('sends the key to no other address than the provider’s', async () => {
    shop.veo.elsewhere = `${shop.runway.origin}/artifacts/film.mp4?_jwt=signed`;
    shop.buys([film('veo'), film('replicate')], FILM);
    const { output } = await shop.run();
    expect(output).toMatchObject({ provider: 'replicate' });
    expect(shop.runway.received).toEqual([]);
  });
});
