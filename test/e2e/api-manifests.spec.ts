import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '#libs/kernel';
import { runMedia } from '#libs/media';
import { type ApiProcess, bearer, json, startApi } from './api-process.js';
import { startWorker, type WorkerProcess } from './worker-process.js';

const BRIEF = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';
const HEADLINE = 'Bread worth rising for';

interface Scene {
  narration: string;
  headline: string;
}
interface VideoManifest {
  plan: { script: { title: string; scenes: Scene[] }; shots: { share: number }[] };
  visuals: { scenes: { sceneId: string; graphics: { headline: string } }[] };
}
interface Manifest {
  version: number;
  status: string;
  editable: boolean;
  manifest: VideoManifest;
  history: { version: number; author: string; comment: string }[];
  comments: { version: number; text: string }[];
}
interface Job {
  id: string;
  status: string;
  track: string;
  costMicros: number;
  error: unknown;
}

describe('the manifest of a film', () => {
  let api: ApiProcess;
  let worker: WorkerProcess;
  let token: string;
  let job: Job;

  beforeAll(async () => {
    api = await startApi();
    worker = startWorker({ STORAGE_DIR: api.storageDir });
    token = await api.tokenOf('ADMIN');
    const input = { brief: BRIEF, durationSec: 16, preset: 'brand_campaign', seed: 7 };
    job = await settled((await post('/v1/jobs', { pipeline: 'video', input })).body.id as string);
  }, 60_000);
  afterAll(async () => {
    await worker?.stop();
    await api?.stop();
  });

  const send = async (path: string, init: RequestInit) => {
    const response = await fetch(api.url + path, init);
    const body = (await response.json()) as JsonObject;
    return { status: response.status, headers: response.headers, body };
  };
  const get = async <T>(path: string): Promise<T> => (await send(path, { headers: bearer(token) })).body as T;
  const post = (path: string, body: object = {}) => send(path, json(body, bearer(token)));
  const put = (path: string, body: object) => send(path, { ...json(body, bearer(token)), method: 'PUT' });
  const read = () => get<Manifest>(`/v1/jobs/${job.id}/manifest`);
  const artifacts = async (id: string) =>
    (await get<{ items: { id: string; name: string; sha256: string }[] }>(`/v1/jobs/${id}/artifacts`)).items;

  async function settled(id: string): Promise<Job> {
    for (;;) {
      const seen = await get<Job>(`/v1/jobs/${id}`);
      if (!['pending', 'processing'].includes(seen.status)) return seen;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  it('is there while the job waits: the script, the shots and what is to be seen', async () => {
    expect(job).toMatchObject({ status: 'awaiting_approval', track: 'full' });
    const { version, status, editable, manifest, history } = await read();
    expect({ version, status, editable }).toEqual({ version: 1, status: 'draft', editable: true });
    expect(history).toMatchObject([{ version: 1, author: 'agents' }]);
    const count = manifest.plan.script.scenes.length;
    expect(count).toBeGreaterThanOrEqual(3);
    expect([manifest.plan.shots.length, manifest.visuals.scenes.length]).toEqual([count, count]);
    const stages = await get<{ stages: { stage: string; status: string }[] }>(`/v1/jobs/${job.id}`);
    expect(stages.stages.find(({ stage }) => stage === 'narrate')).toMatchObject({ status: 'waiting' });
  });

  it('takes a change with its comment as a new version', async () => {
    const { manifest } = await read();
    manifest.plan.script.scenes[0]!.headline = HEADLINE;
    manifest.visuals.scenes[0]!.graphics.headline = HEADLINE;
    const edited = await put(`/v1/jobs/${job.id}/manifest`, { basedOn: 1, manifest, comment: 'Wittier' });
    expect(edited).toMatchObject({
      status: 200,
      body: { version: 2, history: [{ version: 1 }, { version: 2, comment: 'Wittier' }] },
    });
    expect((await read()).manifest.visuals.scenes[0]?.graphics.headline).toBe(HEADLINE);
    const first = await get<Manifest>(`/v1/jobs/${job.id}/manifest/versions/1`);
    expect(first.manifest.plan.script.scenes[0]?.headline).not.toBe(HEADLINE);
  });

  it('refuses a wrong change and names each field, and one that starts from an older version', async () => {
    const { manifest } = await read();
    const wrong = structuredClone(manifest);
    wrong.plan.script.scenes[1]!.headline = 'x'.repeat(61);
    expect(await put(`/v1/jobs/${job.id}/manifest`, { basedOn: 2, manifest: wrong })).toMatchObject({
      status: 400,
      body: { type: '/problems/input.invalid', errors: [{ path: 'manifest.plan.script.scenes.1.headline' }] },
    });
    const lost = structuredClone(manifest);
    lost.visuals.scenes.pop();
    lost.plan.shots[0]!.share += 0.5;
    expect(await put(`/v1/jobs/${job.id}/manifest`, { basedOn: 2, manifest: lost })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'manifest.visuals.scenes' }, { path: 'manifest.plan.shots' }] },
    });
    manifest.plan.script.title = 'Another title';
    expect(await put(`/v1/jobs/${job.id}/manifest`, { basedOn: 1, manifest })).toMatchObject({
      status: 409,
      body: { type: '/problems/manifest.conflict' },
    });
    expect((await read()).version).toBe(2);
  });

  it('takes comments, from whoever may change the job', async () => {
    const path = `/v1/jobs/${job.id}/manifest/comments`;
    expect(await post(path, { version: 2, text: 'Love it' })).toMatchObject({ status: 201 });
    expect((await read()).comments).toMatchObject([{ version: 2, text: 'Love it' }]);
    expect(await post(path, { version: 9, text: 'Where?' })).toMatchObject({
      status: 404,
      body: { type: '/problems/manifest.not_found' },
    });
    const stranger = bearer(await api.tokenOf('USER'));
    expect(await send(path, json({ version: 2, text: 'Mine?' }, stranger))).toMatchObject({ status: 404 });
  });

  it('is previewed: ten seconds at most, small, for nothing, while the job waits', async () => {
    const { status, headers, body } = await post(`/v1/jobs/${job.id}/preview`);
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(`/v1/jobs/${body.id as string}`);
    expect(await settled(body.id as string)).toMatchObject({
      status: 'completed',
      costMicros: 0,
      error: null,
    });
    const names = await artifacts(body.id as string);
    const film = names.find(({ name }) => name === 'preview.mp4')!;
    expect(names.map(({ name }) => name)).not.toContain('video.mp4');
    const path = await fileOf(api.storageDir, film.sha256);
    const fields = 'format=duration:stream=codec_name,width,height';
    const { stdout } = await runMedia('ffprobe', [
      '-v',
      'error',
      '-show_entries',
      fields,
      '-of',
      'json',
      path,
    ]);
    const probe = JSON.parse(stdout) as { streams: JsonObject[]; format: { duration: string } };
    expect(probe.streams).toMatchObject([
      { codec_name: 'h264', width: 640, height: 360 },
      { codec_name: 'aac' },
    ]);
    expect(Number(probe.format.duration)).toBeGreaterThan(8);
    expect(Number(probe.format.duration)).toBeLessThanOrEqual(10.05);
    const frame = process.env.PREVIEW_FRAME;
    if (frame)
      await runMedia('ffmpeg', ['-y', '-v', 'error', '-ss', '1.5', '-i', path, '-frames:v', '1', frame]);
    expect((await settled(job.id)).status).toBe('awaiting_approval');
  }, 120_000);

  it('is what the film is made from once it is approved, and can’t be changed any more', async () => {
    const approve = (manifestVersion: number) =>
      post(`/v1/jobs/${job.id}/approval`, { decision: 'approve', manifestVersion });
    expect(await approve(1)).toMatchObject({ status: 409, body: { type: '/problems/manifest.conflict' } });
    expect(await approve(2)).toMatchObject({ status: 202 });
    // The preset asks for a yes to the finished film, too.
    expect((await settled(job.id)).status).toBe('awaiting_approval');
    await post(`/v1/jobs/${job.id}/approval`, { decision: 'approve' });
    expect(await settled(job.id)).toMatchObject({ status: 'completed', error: null });
    const { version, status, editable, manifest } = await read();
    expect({ version, status, editable }).toEqual({ version: 2, status: 'approved', editable: false });
    const refused = await put(`/v1/jobs/${job.id}/manifest`, { basedOn: 2, manifest });
    expect(refused).toMatchObject({ status: 409, body: { type: '/problems/manifest.not_editable' } });

    const delivered = (await artifacts(job.id)).find(({ name }) => name === 'manifest.json')!;
    const { script, stages } = await get<{
      script: { scenes: Scene[] };
      stages: { stage: string; edited?: { version: number } }[];
    }>(`/v1/artifacts/${delivered.id}`);
    expect(script.scenes[0]?.headline).toBe(HEADLINE);
    expect(stages.filter(({ edited }) => edited?.version === 2).map(({ stage }) => stage)).toEqual([
      'direct',
      'translate',
    ]);
  }, 180_000);

  it('can be read of a simple film that asks nobody, too', async () => {
    const input = { brief: BRIEF, durationSec: 15 };
    const { body } = await post('/v1/jobs', { pipeline: 'video', input });
    const path = `/v1/jobs/${body.id as string}`;
    const events = await fetch(`${api.url}${path}/events`, { headers: bearer(token) });
    let heard = '';
    for await (const chunk of events.body!.pipeThrough(new TextDecoderStream())) {
      heard += chunk;
      if (/^event: stage\.succeeded\ndata: .*"stage":"fast_track"/m.test(heard)) break;
    }
    expect(await get<Manifest>(`${path}/manifest`)).toMatchObject({
      version: 1,
      status: 'approved',
      editable: false,
      manifest: { plan: { script: { language: 'en' } }, visuals: { scenes: expect.anything() as unknown } },
    });
    await post(`${path}/cancel`);
  });

  it('is not there for a job that has written none yet', async () => {
    await worker.stop();
    const { body } = await post('/v1/jobs', { pipeline: 'video', input: { brief: BRIEF } });
    for (const answer of [
      await send(`/v1/jobs/${body.id as string}/manifest`, { headers: bearer(token) }),
      await post(`/v1/jobs/${body.id as string}/preview`),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { type: '/problems/manifest.not_found' } });
    }
  });
});

async function fileOf(storageDir: string, sha256: string): Promise<string> {
  const files = await readdir(storageDir, { recursive: true });
  return join(
    storageDir,
    files.find((file) => file.endsWith(sha256))!,
  );
}
