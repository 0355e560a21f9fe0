import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiskBlobStore } from '#libs/storage';
import { sampleFilm, samplePicture, sampleSound } from '#libs/testing';
import { download, type Download } from './download.js';

const KEY = { header: 'x-goog-api-key', value: 'secret-4711', hosts: ['files.example'] };

describe('download', () => {
  let folder: string;
  let blobs: DiskBlobStore;
  const servers: Server[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aiprod-blobs-'));
    blobs = new DiskBlobStore({ STORAGE_DIR: folder });
  });
  afterEach(() => servers.splice(0).forEach((server) => server.close()));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const serve = async (answer: RequestListener): Promise<{ origin: string; asked: IncomingMessage[] }> => {
    const asked: IncomingMessage[] = [];
    const server = createServer((request, response) => {
      asked.push(request);
      answer(request, response);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { origin: `http://127.0.0.1:${(server.address() as { port: number }).port}`, asked };
  };
  const fetched = (source: Partial<Download> & { url: string }) =>
    download(
      { kind: 'video', baseUrl: new URL(source.url).origin, ...source },
      blobs,
      new AbortController().signal,
    );

  it.each([
    ['video', () => sampleFilm(1, '64x64'), 'video/mp4', 1],
    ['image', () => samplePicture('64x64'), 'image/png', null],
    ['audio', () => sampleSound(2), 'audio/wav', 2],
  ] as const)('keeps a %s, by what it is and how long it lasts', async (kind, make, mediaType, seconds) => {
    const file = await make();
    const { origin } = await serve((_, response) => response.end(file));
    const media = await fetched({ url: `${origin}/result`, kind });
    expect(media.blob).toMatchObject({ mediaType, size: file.length });
    expect(media.seconds).toBe(seconds);
    expect(await blobs.readBytes(media.blob)).toEqual(file);
  });

  it.each([
    ['a page', () => Buffer.from('<html>please sign in</html>')],
    ['nothing', () => Buffer.alloc(0)],
    ['half a film', async () => (await sampleFilm(1, '64x64')).subarray(0, 3_000)],
    ['a picture for a film', () => samplePicture('64x64')],
  ])('does not keep %s', async (_, make) => {
    const file = await make();
    const { origin } = await serve((_request, response) => response.end(file));
    await expect(fetched({ url: `${origin}/result` })).rejects.toThrow();
  });

  it('does not take the beginning for the whole when the connection breaks', async () => {
    const file = await sampleFilm(1, '64x64');
    const { origin } = await serve((request, response) => {
      response.writeHead(200, { 'content-length': file.length });
      response.write(file.subarray(0, -10), () => request.socket.destroy());
    });
    await expect(fetched({ url: `${origin}/result` })).rejects.toThrow();
  });

  it('follows a redirect to where the key may go, and no other one', async () => {
    const file = await sampleFilm(1, '64x64');
    const store = await serve((_, response) => response.end(file));
    const api = await serve((_, response) =>
      response.writeHead(302, { location: `${store.origin}/file` }).end(),
    );
    await expect(fetched({ url: `${api.origin}/result`, key: KEY })).rejects.toThrow('not on https');
    expect(api.asked.map(({ headers }) => headers['x-goog-api-key'])).toEqual([KEY.value]);
    expect(store.asked).toEqual([]);
    const there = await serve((request, response) =>
      request.url === '/result' ? response.writeHead(302, { location: '/file' }).end() : response.end(file),
    );
    expect((await fetched({ url: `${there.origin}/result` })).blob.size).toBe(file.length);
  });

  it('does not go round in circles', async () => {
    const { origin, asked } = await serve((_, response) =>
      response.writeHead(302, { location: '/again' }).end(),
    );
    await expect(fetched({ url: `${origin}/result` })).rejects.toThrow('again and again');
    expect(asked).toHaveLength(4);
  });

  it.each(['http://127.0.0.1:9/result', 'https://elsewhere.example/result', 'file:///etc/passwd', 'data:,x'])(
    'does not go to %s with a key',
    async (url) => {
      const source = { url, baseUrl: 'http://127.0.0.1:8', key: KEY };
      await expect(fetched(source)).rejects.toThrow(/address that is not the provider/);
    },
  );

  it.each([
    'https://127.0.0.1:9/result',
    'https://[::1]:9/result',
    'https://localhost:9/result',
    'https://metadata.internal/result',
    'http://files.example/result',
    'ftp://files.example/result',
  ])('does not look for a result at %s', async (url) => {
    await expect(fetched({ url, baseUrl: 'http://127.0.0.1:8' })).rejects.toThrow(
      /not on (the internet|https)/,
    );
  });

  it('takes a result that is in the address itself', async () => {
    const file = await samplePicture('64x64');
    const url = `data:image/png;base64,${file.toString('base64')}`;
    const source = { url, baseUrl: 'http://127.0.0.1:8', kind: 'image' } as const;
    expect((await fetched(source)).blob).toMatchObject({ mediaType: 'image/png', size: file.length });
  });
});
