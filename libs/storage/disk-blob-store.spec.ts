import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { DiskBlobStore } from './disk-blob-store.js';

describe('DiskBlobStore', () => {
  let root: string;
  let store: DiskBlobStore;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'blobs-'));
    store = new DiskBlobStore({ STORAGE_DIR: root });
  });
  afterEach(() => rm(root, { recursive: true }));

  it('gives the same address to the same content, whether it comes as bytes or as a file', async () => {
    await writeFile(join(root, 'film.txt'), 'a film');
    const fromBytes = await store.putBytes('a film', 'text/plain');
    expect(await store.putFile(join(root, 'film.txt'), 'text/plain')).toEqual(fromBytes);
    expect(fromBytes.size).toBe(6);
    expect(await readdir(join(root, 'incoming'))).toEqual([]);
  });

  it('reads a part of it', async () => {
    const ref = await store.putBytes('0123456789', 'text/plain');
    expect(await text(await store.open(ref, { start: 2, end: 4 }))).toBe('234');
  });

  it.each(['0'.repeat(64), '../../etc/passwd'])('knows nothing of %s', async (sha256) => {
    await expect(store.readBytes({ sha256 })).rejects.toMatchObject({ code: 'storage.not_found' });
  });
});
