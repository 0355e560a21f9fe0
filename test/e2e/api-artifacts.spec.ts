import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newId } from '#libs/kernel';
import { DiskBlobStore } from '#libs/storage';
import { type ApiProcess, bearer, startApi, TENANT_ID } from './api-process.js';

const BRIEF = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';

describe('the API', () => {
  let api: ApiProcess;
  let token: string;

  beforeAll(async () => {
    api = await startApi();
    token = await api.tokenOf('USER');
  });
  afterAll(() => api?.stop());

  const get = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
    fetch(api.url + path, { ...init, headers: { ...bearer(token), ...headers } });
  const submit = () => api.as(token).jobs.submit({ pipeline: 'video', input: { brief: BRIEF } });

  describe('serves artifacts', () => {
    const content = 'WEBVTT\n\n00:00.000 --> 00:02.000\nFresh bread at seven.\n'.repeat(100);
    let path: string;
    let etag: string;
    let jobId: string;

    const addArtifact = async (job: string, name: string, sha256: string, size: number) => {
      const id = newId();
      await api.database.query(
        `INSERT INTO artifacts (id, tenant_id, job_id, name, media_type, size, sha256)
         VALUES ($1, $2, $3, $4, 'text/vtt', $5, $6)`,
        [id, TENANT_ID, job, name, size, sha256],
      );
      return id;
    };

    beforeAll(async () => {
      const store = new DiskBlobStore({ STORAGE_DIR: api.storageDir });
      const blob = await store.putBytes(content, 'text/vtt');
      jobId = (await submit()).id;
      path = `/v1/artifacts/${await addArtifact(jobId, 'légendes "1".vtt', blob.sha256, blob.size)}`;
      etag = `"${blob.sha256}"`;
    });

    it('whole, uncompressed, with a name, for caches to keep', async () => {
      const response = await get(path, { 'accept-encoding': 'gzip' });
      expect(response.status).toBe(200);
      expect(await response.text()).toBe(content);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        etag,
        'content-type': 'text/vtt',
        'content-length': String(content.length),
        'accept-ranges': 'bytes',
        'cache-control': 'private, max-age=31536000, immutable',
        'content-disposition': `attachment; filename="l_gendes _1_.vtt"; filename*=UTF-8''l%C3%A9gendes%20_1_.vtt`,
        'x-content-type-options': 'nosniff',
      });
      expect(response.headers.get('content-encoding')).toBeNull();
    });

    it('with the headers alone', async () => {
      const response = await get(path, {}, { method: 'HEAD' });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-length')).toBe(String(content.length));
      expect(response.headers.get('etag')).toBe(etag);
      expect(await response.text()).toBe('');
      const part = await get(path, { range: 'bytes=0-5' }, { method: 'HEAD' });
      expect([part.status, part.headers.get('content-length')]).toEqual([206, '6']);
    });

    it('with the headers alone, and reads nothing for them', async () => {
      const sha256 = 'f1f0'.repeat(16);
      const pipe = join(api.storageDir, 'f1', 'f0', sha256);
      await mkdir(dirname(pipe), { recursive: true });
      execFileSync('mkfifo', [pipe]);
      const id = await addArtifact(jobId, 'endless.vtt', sha256, 9);
      const response = await get(`/v1/artifacts/${id}`, {}, { method: 'HEAD' });
      expect([response.status, response.headers.get('content-length')]).toEqual([200, '9']);
      // A pipe can be opened for writing at once only while somebody reads it.
      await expect(open(pipe, constants.O_WRONLY | constants.O_NONBLOCK)).rejects.toMatchObject({
        code: 'ENXIO',
      });
    });

    it('not again to who has it', async () => {
      for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const response = await get(path, { 'if-none-match': tag });
        expect(response.status).toBe(304);
        expect(response.headers.get('etag')).toBe(etag);
      }
      expect((await get(path, { 'if-none-match': '"other"' })).status).toBe(200);
    });

    it.each([
      ['bytes=0-5', 0, 6],
      ['bytes=7-', 7, undefined],
      ['bytes=-10', -10, undefined],
    ])('in part: %s', async (range, from, to) => {
      const response = await get(path, { range });
      expect(response.status).toBe(206);
      const part = content.slice(from, to);
      expect(await response.text()).toBe(part);
      const start = content.length - part.length === 0 ? 0 : from < 0 ? content.length + from : from;
      expect(response.headers.get('content-range')).toBe(
        `bytes ${start}-${start + part.length - 1}/${content.length}`,
      );
      expect(response.headers.get('content-length')).toBe(String(part.length));
    });

    it('in part only if it is still the same', async () => {
      expect((await get(path, { range: 'bytes=0-5', 'if-range': etag })).status).toBe(206);
      expect((await get(path, { range: 'bytes=0-5', 'if-range': '"other"' })).status).toBe(200);
    });

    it('not in a part that it does not have', async () => {
      const response = await get(path, { range: 'bytes=999999-' });
      expect(response.status).toBe(416);
      expect(response.headers.get('content-range')).toBe(`bytes */${content.length}`);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('etag')).toBeNull();
    });

    it('says so when the content is gone', async () => {
      const lost = await addArtifact(jobId, 'lost.vtt', '0'.repeat(64), 3);
      expect((await get(`/v1/artifacts/${lost}`, {}, { method: 'HEAD' })).status).toBe(410);
      const response = await get(`/v1/artifacts/${lost}`);
      expect(response.status).toBe(410);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(await response.json()).toMatchObject({ type: '/problems/storage.not_found' });
    });

    it('by list, and to nobody else', async () => {
      const list = (await (await get(`/v1/jobs/${jobId}/artifacts`)).json()) as { items: { url: string }[] };
      expect(list.items.map(({ url }) => url)).toContain(path);
      const other = await api.tokenOf('USER');
      expect((await get(path, bearer(other))).status).toBe(404);
      expect((await get(path, { authorization: '' })).status).toBe(401);
    });
  });
});
