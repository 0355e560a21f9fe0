import { createReadStream, createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack, type Pack } from 'tar-stream';
import { filesOf, MANIFEST_FILE, type Manifest } from '../domain/manifest.js';
import { seal } from './seal.js';

/**
 * Writes an archive.
 * @param open the content of a file that the manifest names, which has exactly the bytes that it says
 */
export async function writeArchive(
  path: string,
  manifest: Manifest,
  open: (file: string) => Promise<Readable>,
): Promise<void> {
  const tar = pack();
  const written = pipeline(tar, seal(), createWriteStream(path, { mode: 0o600, flush: true }));
  const filled = fill(tar, manifest, open).catch((error: Error) => {
    tar.destroy(error);
    throw error;
  });
  await Promise.all([filled, written]);
}

async function fill(tar: Pack, manifest: Manifest, open: (file: string) => Promise<Readable>): Promise<void> {
  const mtime = new Date(manifest.exportedAt);
  tar.entry({ name: MANIFEST_FILE, mtime }, JSON.stringify(manifest));
  for (const { path, bytes } of filesOf(manifest)) {
    const entry = tar.entry({ name: path, size: bytes, mtime });
    await pipeline(await open(path), entry);
  }
  tar.finalize();
}

/** The content of a file that was spooled. */
export const spooled = (path: string): Readable => createReadStream(path);
