import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { PRICE_LIST } from '#libs/costs';

import type { JsonObject } from '#libs/kernel';
import { DefiniteFailure } from '#libs/orchestration';
import { DiskBlobStore, type BlobRef } from '#libs/storage';
import {
  priceBookOf,
  ReplicateServer,
  RunwayServer,
  samplePicture,
  TestTicket,
  VeoServer,
  type MediaContractServer,
} from '#libs/testing';
import { GeminiImage } from '../gemini/gemini-image.js';
import { MediaCloudConfig } from '../media.config.js';
import { ReplicateImage } from '../replicate/replicate-image.js';
import { ReplicateMusic } from '../replicate/replicate-music.js';
import { ReplicateVideo } from '../replicate/replicate-video.js';
import type { ClipOrder, ImageOrder, MusicOrder } from '../requests.js';
import { RunwayImage } from '../runway/runway-image.js';
import { RunwayVideo } from '../runway/runway-video.js';
import { VeoVideo } from '../veo/veo-video.js';
import type { CloudOperation } from '../cloud-operation.js';

const KEY = 'key-of-the-test';
const RUNS = { numRuns: 40, seed: 15 };

describe('what is ordered of providers', () => {
  let folder: string;
  let blobs: DiskBlobStore;
  let picture: BlobRef;
  let servers: { veo: VeoServer; runway: RunwayServer; replicate: ReplicateServer };
  let config: MediaCloudConfig;
  const prices = priceBookOf(PRICE_LIST.prices);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aiprod-orders-'));
    blobs = new DiskBlobStore({ STORAGE_DIR: folder });
    picture = await blobs.putBytes(await samplePicture(), 'image/png');
    servers = {
      veo: await VeoServer.start(KEY),
      runway: await RunwayServer.start(KEY),
      replicate: await ReplicateServer.start(KEY),
    };
    config = MediaCloudConfig.fromEnv({
      ...{ GEMINI_API_KEY: KEY, GEMINI_BASE_URL: servers.veo.origin },
      ...{ RUNWAY_API_KEY: KEY, RUNWAY_BASE_URL: servers.runway.origin },
      ...{ REPLICATE_API_TOKEN: KEY, REPLICATE_BASE_URL: servers.replicate.baseUrl },
    });
  });
  beforeEach(() => Object.values(servers).forEach((server) => server.reset()));
  afterAll(async () => {
    await Promise.all(Object.values(servers).map((server) => server.close()));
    await rm(folder, { recursive: true, force: true });
  });

  const prompts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3_000 });
  const aspects = fc.constantFrom('16:9', '9:16', '1:1', '4:5', '2:1');
  const films = () =>
    fc.record<ClipOrder>({
      prompt: prompts,
      aspect: aspects,
      resolution: fc.constantFrom('720p', '1080p'),
      seconds: fc.double({ min: 0.2, max: 40, noNaN: true }),
      image: fc.constantFrom(null, picture),
      seed: fc.maxSafeInteger(),
    });
  const pictures = fc.record<ImageOrder>({ prompt: prompts, aspect: aspects, seed: fc.maxSafeInteger() });
  const music = fc.record<MusicOrder>({ prompt: prompts, seconds: fc.nat(120), seed: fc.maxSafeInteger() });

  /** The server refuses what its provider would, so that an order it takes is one that can be made. */
  async function takes<Q extends JsonObject>(
    operation: CloudOperation<Q, never>,
    order: Q,
    server: MediaContractServer,
  ): Promise<void> {
    const before = server.charged;
    await operation.submit(order, new TestTicket());
    expect(server.charged - before).toBeLessThanOrEqual(operation.estimate(order));
  }

  it.each([
    ['veo', VeoVideo],
    ['runway', RunwayVideo],
    ['replicate', ReplicateVideo],
  ] as const)(
    'is a film that %s makes, whatever is wanted, and costs no more than was reserved',
    async (name, Film) => {
      const film = new Film(prices, config, blobs);
      await fc.assert(
        fc.asyncProperty(films(), (order) => takes(film as never, order, servers[name])),
        RUNS,
      );
    },
  );

  it.each([
    ['veo', GeminiImage],
    ['runway', RunwayImage],
    ['replicate', ReplicateImage],
  ] as const)('is a picture that %s makes, and costs no more than was reserved', async (name, Picture) => {
    const painter = new Picture(prices, config, blobs);
    await fc.assert(
      fc.asyncProperty(pictures, (order) => takes(painter as never, order, servers[name])),
      RUNS,
    );
  });

  it('is music that replicate makes, and costs no more than was reserved', async () => {
    const composer = new ReplicateMusic(prices, config, blobs);
    await fc.assert(
      fc.asyncProperty(music, (order) => takes(composer as never, order, servers.replicate)),
      RUNS,
    );
  });

  const order: ClipOrder = {
    prompt: 'Bread',
    aspect: '16:9',
    resolution: '720p',
    seconds: 4,
    image: null,
    seed: 7,
  };
  const all = () =>
    [
      [new VeoVideo(prices, config, blobs), servers.veo],
      [new RunwayVideo(prices, config, blobs), servers.runway],
      [new ReplicateVideo(prices, config, blobs), servers.replicate],
    ] as const;

  it('is sent once, though some SDKs would repeat what was dropped, failed or put off', async () => {
    for (const [operation, server] of all()) {
      for (const mishap of [
        'drop-after-charging',
        'drop-before-charging',
        'server-error',
        'rate-limited',
      ] as const) {
        server.reset();
        server.mishaps = [mishap];
        await expect(operation.submit(order, new TestTicket())).rejects.toThrow();
        expect(server.orders).toHaveLength(1);
      }
    }
  });

  it('is refused with what it means for the money, and when to come back', async () => {
    for (const [operation, server] of all()) {
      server.mishaps = ['rate-limited'];
      const refusal = await operation.submit(order, new TestTicket()).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(DefiniteFailure);
      expect(refusal).toMatchObject({
        code: 'provider.rate_limited',
        retryable: true,
        options: { details: { retryAfterMs: 7_000 } },
      });
    }
  });

  it('never leaves once the stage is not ours any more, nor without its picture', async () => {
    const ticket = new TestTicket();
    ticket.lose(new Error('the stage is not ours any more'));
    const image = { sha256: '0'.repeat(64), size: 100, mediaType: 'image/png' };
    for (const [operation, server] of all()) {
      await expect(operation.submit(order, ticket)).rejects.toThrow();
      await expect(operation.submit({ ...order, image }, new TestTicket())).rejects.toMatchObject({
        code: 'provider.not_asked',
      });
      expect(server.received).toEqual([]);
    }
  });

  it('is not known to have been refused when the answer does not come in time', async () => {
    for (const [operation, server] of all()) {
      let answer = () => {};
      server.beforeAnswer = () => new Promise((resolve) => (answer = resolve));
      const impatient = Object.assign(operation, { answerMs: 50 });
      const error = await impatient.submit(order, new TestTicket()).catch((reason: unknown) => reason);
      expect(error).not.toBeInstanceOf(DefiniteFailure);
      expect(String(error)).toMatch(/has not answered/);
      expect([server.orders.length, server.charges.length]).toEqual([1, 1]);
      answer();
    }
  });

  it('counts as paid for once its provider does not know it any more, as much as it can have cost', async () => {
    const lost = ['models/veo-3.1-generate-preview/operations/gone', 'gone', 'gone'];
    for (const [index, [operation]] of all().entries()) {
      const progress = await operation.poll(lost[index] as string, new TestTicket());
      expect(progress).toMatchObject({ status: 'failed' });
      const longest = operation.estimate({ ...order, seconds: 60, resolution: '1080p' });
      expect('costMicros' in progress && progress.costMicros).toBe(index === 0 ? 3_200_000 : longest);
    }
  });

  it('is not given up while its provider does not take our key', async () => {
    const changed = MediaCloudConfig.fromEnv({
      RUNWAY_API_KEY: 'other',
      RUNWAY_BASE_URL: servers.runway.origin,
    });
    const runway = new RunwayVideo(prices, changed, blobs);
    await expect(runway.poll('gone', new TestTicket())).rejects.toMatchObject({
      code: 'provider.unauthorized',
    });
  });

  it('is kept where there is no room for it, and not bought again', async () => {
    const { runway } = servers;
    runway.running = 0;
    const full = new (class extends DiskBlobStore {
      override putFile(): Promise<BlobRef> {
        return Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
      }
    })({ STORAGE_DIR: folder });
    const operation = new RunwayVideo(prices, config, full);
    const submission = await operation.submit(order, new TestTicket());
    for (let poll = 0; poll < 20; poll++) {
      await expect(operation.poll(submission.externalId as string, new TestTicket())).rejects.toThrow(
        'no space',
      );
    }
  });

  it('is not known to a provider that can’t be reached, nor to one without a key', async () => {
    const gone = await RunwayServer.start(KEY);
    await gone.close();
    const nowhere = MediaCloudConfig.fromEnv({ RUNWAY_API_KEY: KEY, RUNWAY_BASE_URL: gone.origin });
    const runway = new RunwayVideo(prices, nowhere, blobs);
    await expect(runway.submit(order, new TestTicket())).rejects.toMatchObject({
      code: 'provider.unreachable',
    });
    expect([runway.configured, new VeoVideo(prices, nowhere, blobs).configured]).toEqual([true, false]);
  });
});
