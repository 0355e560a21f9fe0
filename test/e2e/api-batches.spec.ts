import { crc32 } from 'node:zlib';
import { newId } from '#libs/kernel';
import { DiskBlobStore } from '#libs/storage';
import { type ApiProcess, bearer, json, startApi, TENANT_ID } from './api-process.js';

interface Accepted {
  batchId: string;
  items: { id: string; status: string; input: { brief: string } }[];
}

interface BatchState {
  counts: Record<string, number>;
  progress: number;
  finishedAt: string | null;
  jobs: { id: string; status: string; error: { code: string } | null }[];
}

describe('batches and exports', () => {
  let api: ApiProcess;
  let token: string;

  beforeAll(async () => {
    api = await startApi();
    token = await api.tokenOf('USER');
  });
  afterAll(() => api?.stop());

  const briefs = Array.from({ length: 20 }, (_, index) => `Brief ${index + 1}: a bakery opens at 7.`);
  const batchOf = (texts: unknown[]) => ({
    jobs: texts.map((brief) => ({ pipeline: 'video', input: { brief } })),
  });
  const submit = async (body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${api.url}/v1/jobs/batch`, {
      ...json(body, { ...bearer(token), ...headers }),
      method: 'POST',
    });
    return { status: response.status, body: (await response.json()) as Accepted };
  };
  const get = (path: string, as = token) => fetch(api.url + path, { headers: bearer(as) });
  const batchAt = async (path: string) => (await (await get(path)).json()) as BatchState;
  const listed = async () => ((await (await get('/v1/jobs/export')).json()) as Accepted).items;
  const cancel = (id: string) =>
    fetch(`${api.url}/v1/jobs/${id}/cancel`, { method: 'POST', headers: bearer(token) });

  it('names every wrong field of every job, and takes none of them', async () => {
    const before = (await listed()).length;
    const wrong = batchOf(briefs);
    Object.assign(wrong.jobs[3]!.input, { brief: '' });
    Object.assign(wrong.jobs[7]!.input, { durationSec: 9_999 });
    const { status, body } = await submit(wrong);
    expect(status).toBe(400);
    const paths = (body as unknown as { errors: { path: string }[] }).errors.map(({ path }) => path);
    expect(paths).toEqual(['jobs.3.input.brief', 'jobs.7.input.durationSec']);
    expect(await listed()).toHaveLength(before);
    expect((await submit({ jobs: [] })).status).toBe(400);
  });

  it('takes twenty in their order, once for a key, each a job of its own', async () => {
    const before = (await listed()).length;
    const headers = { 'idempotency-key': 'twenty-briefs' };
    const first = await submit(batchOf(briefs), headers);
    expect(first.status).toBe(202);
    expect(first.body.items.map(({ input }) => input.brief)).toEqual(briefs);
    expect((await submit(batchOf(briefs), headers)).body).toEqual(first.body);
    expect(await listed()).toHaveLength(before + 20);

    const [one] = first.body.items;
    expect((await cancel(one!.id)).status).toBe(202);
    const statuses = new Map((await listed()).map(({ id, status }) => [id, status]));
    expect(first.body.items.map(({ id }) => statuses.get(id))).toEqual([
      'cancelled',
      ...Array.from({ length: 19 }, () => 'pending'),
    ]);
  });

  it('tells how a batch stands, its jobs in the order of the request', async () => {
    const answer = await fetch(`${api.url}/v1/jobs/batch`, json(batchOf(briefs.slice(0, 3)), bearer(token)));
    const { batchId, items } = (await answer.json()) as Accepted;
    const path = answer.headers.get('location')!;
    expect(path).toBe(`/v1/batches/${batchId}`);
    const [first, second, third] = items.map(({ id }) => id);
    await cancel(second!);
    expect(await batchAt(path)).toMatchObject({
      id: batchId,
      counts: { pending: 2, cancelled: 1, completed: 0 },
      costMicros: 0,
      finishedAt: null,
      jobs: [
        { id: first, status: 'pending', progress: 0, error: null },
        { id: second, status: 'cancelled' },
        { id: third, status: 'pending' },
      ],
    });
    for (const id of [first!, third!]) await cancel(id);
    const ended = await batchAt(path);
    expect(ended).toMatchObject({ counts: { cancelled: 3, pending: 0 }, progress: 1 });
    expect(Date.parse(ended.finishedAt!)).not.toBeNaN();

    expect(await (await get(`/v1/jobs/${first}`)).json()).toMatchObject({ batchId });
    const filter = `?${new URLSearchParams({ filter: `batchId = ${batchId}`, sort: 'createdAt' })}`;
    for (const list of ['/v1/jobs', '/v1/jobs/export']) {
      const { items: found } = (await (await get(list + filter)).json()) as Accepted;
      expect(found.map(({ id }) => id)).toEqual([first, second, third]);
    }
  });

  it('shows a batch to whoever may see its jobs alone', async () => {
    const { batchId } = (await submit(batchOf(briefs.slice(0, 2)))).body;
    const statusFor = async (as: string) => (await get(`/v1/batches/${batchId}`, as)).status;
    expect(await statusFor(token)).toBe(200);
    expect(await statusFor(await api.tokenOf('ADMIN'))).toBe(200);
    expect(await statusFor(await api.tokenOf('USER'))).toBe(404);
    expect(await statusFor(await api.tokenOf('ADMIN', newId()))).toBe(404);
    const unknown = await get(`/v1/batches/${newId()}`);
    expect(await unknown.json()).toMatchObject({ type: '/problems/batch.not_found' });
  });

  it('refuses a batch whole where a quota has no room for all of it', async () => {
    const boss = await api.tokenOf('ADMIN', newId());
    const send = (count: number) =>
      fetch(`${api.url}/v1/jobs/batch`, json(batchOf(briefs.slice(0, count)), bearer(boss)));
    const quota = { ...json({ limit: 5 }, bearer(boss)), method: 'PUT' };
    expect((await fetch(`${api.url}/v1/quotas/jobs_per_day`, quota)).status).toBe(200);
    const used = async () => {
      const { items } = (await (await get('/v1/quotas', boss)).json()) as { items: { used: number }[] };
      return items[0]!.used;
    };
    const jobs = async () => ((await (await get('/v1/jobs', boss)).json()) as Accepted).items.length;

    expect((await send(3)).status).toBe(202);
    const refused = await send(3);
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ type: '/problems/quota.jobs_exceeded' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect([await jobs(), await used()]).toEqual([3, 3]);
    expect((await send(2)).status).toBe(202);
    expect([await jobs(), await used()]).toEqual([5, 5]);
  });

  it('puts what each job of a list has made into its archive', async () => {
    const { batchId, items } = (await submit(batchOf(briefs.slice(0, 2)))).body;
    const store = new DiskBlobStore({ STORAGE_DIR: api.storageDir });
    const contents = items.map(({ input }) => `WEBVTT\n\n00:00.000 --> 00:02.000\n${input.brief}\n`);
    for (const [index, { id }] of items.entries()) {
      const { sha256, size } = await store.putBytes(contents[index]!, 'text/vtt');
      await api.database.query(
        `INSERT INTO artifacts (id, tenant_id, job_id, name, media_type, size, sha256)
         VALUES ($1, $2, $3, 'captions.vtt', 'text/vtt', $4, $5)`,
        [newId(), TENANT_ID, id, size, sha256],
      );
    }
    const filter = new URLSearchParams({ format: 'zip', filter: `batchId = ${batchId}` });
    const archive = Buffer.from(await (await get(`/v1/jobs/export?${filter}`)).arrayBuffer());
    for (const [index, { id }] of items.entries())
      expect(fileIn(archive, `${id}/artifacts/captions.vtt`)).toBe(contents[index]);
  });

  it('exports a list as CSV and as an archive that other programs open', async () => {
    const csv = await (await get('/v1/jobs/export?format=csv&status=cancelled')).text();
    expect(csv.split('\r\n')[0]).toContain('id,pipeline,track,status');
    expect(csv).toContain(',cancelled,');
    expect(csv).not.toContain(',pending,');

    const answer = await get('/v1/jobs/export?format=zip');
    expect(answer.headers.get('content-disposition')).toContain('jobs.zip');
    const jobs = JSON.parse(await unzipped(answer, 'jobs.json')) as Accepted;
    expect(jobs.items.length).toBeGreaterThanOrEqual(20);
  });

  it('exports one job, and none that is not there', async () => {
    const [job] = await listed();
    const answer = await get(`/v1/jobs/${job?.id}/export`);
    expect(JSON.parse(await unzipped(answer, 'job.json'))).toMatchObject({ id: job?.id });
    expect(await (await get(`/v1/jobs/${job?.id}/export?format=csv`)).text()).toContain('sanitize');
    expect((await get('/v1/jobs/00000000-0000-7000-8000-000000000000/export')).status).toBe(404);
  });
});

const unzipped = async (answer: Response, name: string): Promise<string> =>
  fileIn(Buffer.from(await answer.arrayBuffer()), name);

/** A file of an archive, found by its directory as other programs find it, with its checksum held against its bytes. */
function fileIn(bytes: Buffer, name: string): string {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06'));
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [crc, size, length] = [at + 16, at + 20, at + 28].map((offset) => bytes.readUInt32LE(offset));
    const nameLength = (length as number) & 0xffff;
    if (bytes.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const head = bytes.readUInt32LE(at + 42);
      const start = head + 30 + bytes.readUInt16LE(head + 26) + bytes.readUInt16LE(head + 28);
      const content = bytes.subarray(start, start + (size as number));
      expect(crc32(content)).toBe(crc);
      return content.toString();
    }
    at += 46 + nameLength;
  }
  throw new Error(`the archive has no ${name}`);
}
