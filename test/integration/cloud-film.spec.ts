import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError, type JsonObject } from '#libs/kernel';
import { decodeWav, inspectFilm, probe } from '#libs/media';
import { integratedLoudness } from '#libs/media/audio';
import {
  CloudFilm,
  CloudMusic,
  LocalMusicProvider,
  MediaCloudConfig,
  MotionGraphicsProvider,
  ReplicateMusic,
  ReplicateVideo,
  RunwayVideo,
  VeoVideo,
  type ClipRequest,
  type ClipSource,
} from '#libs/providers';
import { priceBookOf } from '#libs/testing';
import { MediaPurchases } from './media-purchases.js';

const LIMITS = {
  black: { minSec: 0.5, pixelThreshold: 0.1 },
  frozen: { minSec: 2, noiseDb: -60 },
  silent: { minSec: 2, noiseDb: -50 },
};

describe('scenes by providers', () => {
  let shop: MediaPurchases;
  let folder: string;
  let count = 0;
  beforeAll(async () => {
    [shop, folder] = await Promise.all([MediaPurchases.start(), mkdtemp(join(tmpdir(), 'aiprod-scenes-'))]);
  });
  beforeEach(() => {
    shop.reset();
    outcomes.length = 0;
  });
  afterAll(async () => {
    await shop.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const scene = (changes: Partial<ClipRequest> = {}): Omit<ClipRequest, 'signal'> => ({
    prompt: 'A baker takes bread out of the oven',
    graphics: {
      ...{ layout: 'hero', camera: 'push-in', headline: 'Bread', kicker: '', items: [], figure: '' },
      ...{ icons: ['bread'], position: 'middle' },
      palette: {
        ...{ background: '#fff4e3', backgroundAlt: '#ffe4c4', primary: '#cf4a22', accent: '#1b7f6b' },
        ...{ text: '#2b1a12', onPrimary: '#ffffff' },
      },
    },
    format: { width: 320, height: 180, fps: 30 },
    frames: 130,
    captions: [],
    outputPath: join(folder, `${count++}.mp4`),
    onProgress: () => undefined,
    seed: 7,
    ...changes,
  });
  const get = {
    veo: () => shop.app.module.get(VeoVideo),
    runway: () => shop.app.module.get(RunwayVideo),
    replicate: () => shop.app.module.get(ReplicateVideo),
  };
  /** How each rendering has ended: who has made it, or the error's code. */
  const outcomes: string[] = [];
  /** Has the stage render the scene by these sources. */
  const renders = (
    sources: ClipSource[],
    request: Omit<ClipRequest, 'signal'>,
    after: () => Promise<void> = () => Promise.resolve(),
  ): void => {
    shop.work = async (effects, signal) => {
      const film = new CloudFilm(effects, sources, new MotionGraphicsProvider(), shop.blobs);
      const { by, downgraded } = await film.render({ ...request, signal }).catch((error: unknown) => {
        outcomes.push(error instanceof AppError ? error.code : String(error));
        throw error;
      });
      outcomes.push(by);
      await after();
      return { by, downgraded };
    };
  };
  const framesOf = async (path: string): Promise<number> => {
    const { durationSec } = await probe(path);
    return (await inspectFilm(path, { durationSec, hasAudio: false }, LIMITS)).frames;
  };

  it('buys a clip and makes it exactly as long and large as the scene', async () => {
    const request = scene();
    renders([get.veo(), get.runway()], request);
    const { output, costMicros } = await shop.run();
    expect(output).toEqual({ by: 'veo/veo-3.1-fast-generate-preview', downgraded: null });
    expect(costMicros).toBe(shop.veo.charged);
    expect(await framesOf(request.outputPath)).toBe(130);
    expect((await probe(request.outputPath)).video).toMatchObject({ width: 320, height: 180, fps: 30 });
    expect(shop.runway.orders).toEqual([]);
  });

  it('renders the clip that it has when the stage runs again', async () => {
    let runs = 0;
    renders([get.runway()], scene(), async () => {
      if (runs++ === 0) throw new AppError('test.crash', 'after the clip', { retryable: true });
    });
    const { status, output, costMicros } = await shop.run();
    expect([status, runs, shop.runway.orders.length]).toEqual(['completed', 2, 1]);
    expect(output).toEqual({ by: 'runway/gen4.5', downgraded: null });
    expect(costMicros).toBe(shop.runway.charged);
  });

  it('asks the next one after a refusal', async () => {
    shop.veo.ends = 'held-back';
    renders([get.veo(), get.runway()], scene());
    expect((await shop.run()).output).toEqual({ by: 'runway/gen4.5', downgraded: null });
  });

  it('draws itself where all of them refuse, and says why', async () => {
    shop.veo.mishaps = ['refused'];
    shop.runway.mishaps = ['rate-limited'];
    const request = scene();
    renders([get.veo(), get.runway()], request);
    const { output, costMicros } = await shop.run();
    expect(output).toEqual({
      by: 'local-motion-graphics',
      downgraded: expect.stringContaining('runway asks us to wait') as string,
    });
    expect([costMicros, shop.veo.charged, shop.runway.charged]).toEqual([0, 0, 0]);
    expect(await framesOf(request.outputPath)).toBe(130);
  });

  it('draws itself where it may not pay, and asks nobody', async () => {
    const unpriced = new VeoVideo(priceBookOf([]), shop.app.module.get(MediaCloudConfig), shop.blobs);
    renders([unpriced], scene());
    const { output } = await shop.run();
    expect(output).toMatchObject({
      by: 'local-motion-graphics',
      downgraded: expect.stringContaining('price') as string,
    });
    expect(shop.veo.orders).toEqual([]);
  });

  it.each([
    ['nobody makes clips so long', 100, 5, true],
    ['nobody has a key', 30, 30, false],
  ])('draws itself where %s, and buys nothing', async (_, frames, fps, keys) => {
    const config = keys ? shop.app.module.get(MediaCloudConfig) : MediaCloudConfig.fromEnv({});
    renders(
      [new VeoVideo(priceBookOf([]), config, shop.blobs)],
      scene({ frames, format: { width: 320, height: 180, fps } }),
    );
    const { output, journal } = await shop.run();
    expect([output?.by, journal]).toEqual(['local-motion-graphics', []]);
  });

  it('does not draw over a clip that may have been paid for', async () => {
    shop.veo.mishaps = ['drop-after-charging'];
    renders([get.veo(), get.runway()], scene());
    const { status, error } = await shop.run();
    expect([status, error?.code]).toEqual(['awaiting_approval', 'effect.ambiguous']);
    expect(shop.runway.orders).toEqual([]);
    await shop.until(() => Promise.resolve(outcomes.length > 0));
    expect(outcomes).toEqual(['effect.ambiguous']);
  });

  describe('music', () => {
    const composes = (durationSec: number): void => {
      shop.work = async (effects, signal): Promise<JsonObject> => {
        const outputPath = join(folder, 'music.wav');
        const sources = [shop.app.module.get(ReplicateMusic)];
        const music = new CloudMusic(effects, sources, new LocalMusicProvider(), shop.blobs);
        const { by, downgraded } = await music.compose({
          ...{ mood: 'warm', durationSec, accentsSec: [], seed: 7, outputPath, signal },
        });
        const { sampleRate, channels } = decodeWav(await readFile(outputPath));
        return {
          by,
          downgraded,
          sampleRate,
          lengths: channels.map(({ length }) => length),
          loudness: Math.round(integratedLoudness(channels)),
        };
      };
    };

    it('is bought and made as long as the film, though the piece is shorter', async () => {
      composes(34.5);
      const { output, costMicros } = await shop.run();
      expect(output).toEqual({
        by: 'replicate/google/lyria-2',
        downgraded: null,
        sampleRate: 48_000,
        lengths: [34.5 * 48_000, 34.5 * 48_000],
        loudness: -20,
      });
      expect(costMicros).toBe(shop.replicate.charged);
    });

    it('is composed here where it is refused', async () => {
      shop.replicate.mishaps = ['refused'];
      composes(6);
      expect((await shop.run()).output).toMatchObject({
        by: 'local-composer',
        downgraded: expect.stringContaining('replicate') as string,
        lengths: [6 * 48_000, 6 * 48_000],
      });
    });
  });
});
