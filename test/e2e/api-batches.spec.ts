import { crc32 } from 'node:zlib';
import { type ApiProcess, bearer, json, startApi } from './api-process.js';

interface Batch {
  items: { id: string; status: string; input: { brief: string } }[];
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
    return { status: response.status, body: (await response.json()) as Batch };
  };
  const get = (path: string) => fetch(api.url + path, { headers: bearer(token) });
  const listed = async () => ((await (await get('/v1/jobs/export')).json()) as Batch).items;

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
    const cancelled = await fetch(`${api.url}/v1/jobs/${one?.id}/cancel`, {
      method: 'POST',
      headers: bearer(token),
    });
    expect(cancelled.status).toBe(202);
    const statuses = new Map((await listed()).map(({ id, status }) => [id, status]));
    expect(first.body.items.map(({ id }) => statuses.get(id))).toEqual([
      'cancelled',
      ...Array.from({ length: 19 }, () => 'pending'),
    ]);
  });

  it('exports a list as CSV and as an archive that other programs open', async () => {
    const csv = await (await get('/v1/jobs/export?format=csv&status=cancelled')).text();
    expect(csv.split('\r\n')[0]).toContain('id,pipeline,track,status');
    expect(csv).toContain(',cancelled,');
    expect(csv).not.toContain(',pending,');

    const answer = await get('/v1/jobs/export?format=zip');
    expect(answer.headers.get('content-disposition')).toContain('jobs.zip');
    const jobs = JSON.parse(await unzipped(answer, 'jobs.json')) as Batch;
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

/** A file of an archive, found by its directory as other programs find it, with its checksum held against its bytes. */
async function unzipped(answer: Response, name: string): Promise<string> {
  const bytes = Buffer.from(await answer.arrayBuffer());
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
