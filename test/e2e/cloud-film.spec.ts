import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LedgerVerifier } from '#libs/costs';
import { ElevenLabsServer, GeminiServer, RunwayServer } from '#libs/testing';
import { runMedia } from '#libs/media';
import { type ApiProcess, bearer, json, startApi } from './api-process.js';
import { PLAN, VISUALS } from './cloud-plan.js';
import { everythingWritten } from './everything-written.js';
import { startWorker, type WorkerProcess } from './worker-process.js';

const KEYS = {
  GEMINI_API_KEY: 'gemini-key-4f1c9b7e2d',
  RUNWAY_API_KEY: 'runway-key-8a3e5d1f60',
  ELEVENLABS_API_KEY: 'elevenlabs-key-c27b90d4e8',
};
const BRIEF = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';

interface Job {
  id: string;
  status: string;
  costMicros: number;
  error: unknown;
}
type Manifest = {
  script?: unknown;
  stages: {
    stage: string;
    item: number | null;
    made?: { by: string; downgraded: string | null }[];
    bought?: { provider: string; costMicros: number }[];
  }[];
};

describe('a film by providers in the cloud, each a server that speaks its protocol', () => {
  const gemini = new GeminiServer(KEYS.GEMINI_API_KEY);
  const elevenLabs = new ElevenLabsServer(KEYS.ELEVENLABS_API_KEY);
  let runway: RunwayServer;
  let api: ApiProcess;
  let worker: WorkerProcess;
  let admin: string;
  const answers: string[] = [];

  beforeAll(async () => {
    [runway] = await Promise.all([
      RunwayServer.start(KEYS.RUNWAY_API_KEY),
      gemini.start(),
      elevenLabs.start(),
    ]);
    const settings = {
      ...KEYS,
      GEMINI_BASE_URL: gemini.url,
      ELEVENLABS_BASE_URL: elevenLabs.url,
      RUNWAY_BASE_URL: runway.origin,
      PROVIDER_BREAKER_FAILURES: '3',
      RETRY_BASE_MS: '50',
    };
    api = await startApi({ ...settings, LOG_LEVEL: 'debug' });
    worker = startWorker({ ...settings, STORAGE_DIR: api.storageDir });
    admin = await api.tokenOf('ADMIN');
    // So cheap that a campaign can afford it.
    const prices = [
      ['runway', 'gen4.5', 'seconds', 1_200],
      ['runway', '*', 'credits', 100],
    ].map(([provider, model, unit, priceMicros]) => ({ provider, model, unit, priceMicros, per: 1 }));
    const read = { source: 'a test', asOf: '2026-11-21' };
    await post('/v1/price-lists', { changes: prices.map((price) => ({ ...price, ...read })), note: 'cheap' });
    // The worker goes by them within seconds; the job is only submitted when it does.
  }, 60_000);
  afterAll(async () => {
    await worker?.stop();
    await api?.stop();
    await Promise.all([runway?.close(), gemini.close(), elevenLabs.close()]);
  });

  const get = async <T>(path: string): Promise<T> => {
    const text = await (await fetch(api.url + path, { headers: bearer(admin) })).text();
    answers.push(text);
    return JSON.parse(text) as T;
  };
  const post = async <T>(path: string, body: object): Promise<T> => {
    const text = await (await fetch(api.url + path, json(body, bearer(admin)))).text();
    answers.push(text);
    return JSON.parse(text) as T;
  };
  const settled = async (id: string): Promise<Job> => {
    for (;;) {
      const job = await get<Job>(`/v1/jobs/${id}`);
      if (!['pending', 'processing'].includes(job.status)) return job;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  };
  const submit = (seed: number) =>
    post<Job>('/v1/jobs', {
      pipeline: 'video',
      input: { brief: BRIEF, durationSec: 12, preset: 'brand_campaign', approvals: 'none', seed },
    });
  /** A film of test patterns is not to everybody's taste: a person may have to agree. */
  const delivered = async (id: string): Promise<Job> => {
    const job = await settled(id);
    if (job.status !== 'awaiting_approval') return job;
    await post(`/v1/jobs/${id}/approval`, { decision: 'approve', comment: 'as ordered' });
    return settled(id);
  };
  const manifestOf = async (id: string): Promise<Manifest> => {
    const { items } = await get<{ items: { id: string; name: string }[] }>(`/v1/jobs/${id}/artifacts`);
    const { id: artifact } = items.find(({ name }) => name === 'manifest.json')!;
    return get<Manifest>(`/v1/artifacts/${artifact}`);
  };
  const booked = async (id: string) => {
    const { purchases } = await get<{ purchases: { provider: string; spentMicros: number }[] }>(
      `/v1/jobs/${id}/costs`,
    );
    return purchases.filter(({ spentMicros }) => spentMicros > 0);
  };

  it('is written by Gemini, spoken by ElevenLabs and painted by Runway, and paid to the micro-dollar', async () => {
    gemini.says = [JSON.stringify(PLAN), JSON.stringify(VISUALS)];
    const submitted = await submit(1);
    const job = await delivered(submitted.id);
    expect(job).toMatchObject({ status: 'completed', error: null });

    const manifest = await manifestOf(job.id);
    const madeBy = (stage: string) =>
      manifest.stages.filter((s) => s.stage === stage).flatMap(({ made = [] }) => made.map(({ by }) => by));
    expect([...madeBy('direct'), ...madeBy('translate')]).toEqual([
      'gemini/gemini-3.8-flash',
      'gemini/gemini-3.8-flash',
    ]);
    expect(new Set(madeBy('narrate'))).toEqual(new Set(['elevenlabs/eleven_multilingual_v2']));
    expect(new Set(madeBy('render'))).toEqual(new Set(['runway/gen4.5']));

    const byProvider = Map.groupBy(await booked(job.id), ({ provider }) => provider);
    const spentAt = (name: string) =>
      (byProvider.get(name) ?? []).reduce((sum, { spentMicros }) => sum + spentMicros, 0);
    // Our prices are a hundredth of Runway's.
    expect(spentAt('runway')).toBe(runway.charged / 100);
    expect(spentAt('elevenlabs')).toBe(
      elevenLabs.charges.reduce(
        (sum, { characters = 0 }) => sum + Math.ceil((characters * 100_000) / 1_000),
        0,
      ),
    );
    expect(byProvider.get('gemini')).toHaveLength(2);
    expect(job.costMicros).toBe(
      (await booked(job.id)).reduce((sum, { spentMicros }) => sum + spentMicros, 0),
    );
  }, 180_000);

  it('shows the pictures that were served', async () => {
    const [blob] = await api.database.query<{ sha256: string }>(
      "SELECT sha256 FROM artifacts WHERE name = 'video.mp4' ORDER BY created_at LIMIT 1",
    );
    const path = await fileOf(api.storageDir, blob!.sha256);
    const { stdout } = await runMedia('ffprobe', [
      ...[
        '-v',
        'error',
        '-show_entries',
        'format=duration:stream=codec_name,width,height',
        '-of',
        'json',
        path,
      ],
    ]);
    expect(JSON.parse(stdout)).toMatchObject({
      streams: [{ codec_name: 'h264', width: 1280, height: 720 }, { codec_name: 'aac' }],
    });
    const out = process.env.CLOUD_FRAME;
    if (out)
      await runMedia('ffmpeg', ['-y', '-loglevel', 'error', '-ss', '5', '-i', path, '-frames:v', '1', out]);
  });

  it('pays nothing for the same film a second time', async () => {
    const calls = [gemini.calls.length, elevenLabs.calls.length, runway.charges.length];
    const again = await submit(1);
    const job = await delivered(again.id);
    expect(job).toMatchObject({ status: 'completed', costMicros: 0 });
    expect([gemini.calls.length, elevenLabs.calls.length, runway.charges.length]).toEqual(calls);
  }, 180_000);

  it('is drawn here where Runway refuses, and says so on the job and in the manifest', async () => {
    gemini.says = [JSON.stringify(PLAN), JSON.stringify(VISUALS)];
    runway.mishaps = Array.from({ length: 12 }, () => 'refused' as const);
    const paid = runway.charges.length;
    const job = await delivered((await submit(2)).id);
    runway.mishaps = [];
    expect(job).toMatchObject({ status: 'completed' });
    expect(runway.charges).toHaveLength(paid);
    const drawn = (await manifestOf(job.id)).stages.filter(
      ({ stage, item }) => stage === 'render' && item !== null,
    );
    expect(drawn.map(({ made }) => made)).toEqual(
      PLAN.shots.map(() => [
        {
          by: 'local-motion-graphics',
          downgraded: expect.stringContaining('runway can’t accept the request'),
        },
      ]),
    );
    const told = await api.database.query(
      "SELECT data FROM job_events WHERE job_id = $1 AND type = 'effect.fallback' AND data ->> 'stage' = 'render'",
      [job.id],
    );
    expect(told.length).toBeGreaterThanOrEqual(PLAN.shots.length);
  }, 180_000);

  it('shows no key anywhere: logs, answers, database, files', async () => {
    const seen = await everythingWritten(api, worker, answers);
    expect(seen.size).toBeGreaterThan(30);
    const leaks = [...seen].filter(([, text]) => Object.values(KEYS).some((key) => text.includes(key)));
    expect(leaks.map(([where]) => where)).toEqual([]);
  });

  it('leaves books that agree', async () => {
    expect(await new LedgerVerifier(api.database).differences()).toEqual([]);
  });
});

async function fileOf(directory: string, sha256: string): Promise<string> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true });
  const file = entries.find(
    (entry) => entry.isFile() && join(entry.parentPath, entry.name).includes(sha256),
  )!;
  return join(file.parentPath, file.name);
}
