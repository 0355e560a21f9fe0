import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { AppError } from '#libs/kernel';

/** A header, its content, and the two empty blocks that end a tar file. */
const TAIL_BYTES = 512 + 512 + 1_024;
const END_BYTES = 1_024;

export const damaged = (why: string): AppError =>
  new AppError('transfer.archive_damaged', `The archive is not as it was written: ${why}`, {
    class: 'input',
  });

/** The last file of an archive: the SHA-256 of every byte before it. The same hash always gives the same bytes. */
async function tailOf(sha256: string): Promise<Buffer> {
  const tar = pack();
  tar.entry({ name: 'archive.sha256', mtime: new Date(0) }, sha256);
  tar.finalize();
  return buffer(tar);
}

/** Passes a tar file on and puts the hash of it before its end, so that no byte can be lost or changed unseen. */
export function seal(): Transform {
  const hash = createHash('sha256');
  let held: Buffer = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const all = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const passed = all.subarray(0, Math.max(0, all.length - END_BYTES));
      held = Buffer.from(all.subarray(passed.length));
      hash.update(passed);
      done(null, passed);
    },
    flush(done) {
      tailOf(hash.digest('hex')).then((tail) => done(null, tail), done);
    },
  });
}

/**
 * Makes sure that every byte of an archive is as it was written.
 * @returns the SHA-256 that it is sealed with
 * @throws AppError `transfer.archive_damaged`
 */
export async function checkSeal(
  path: string,
  onBytes: (count: number) => void = () => undefined,
): Promise<string> {
  const file = await open(path, 'r');
  let tail: Buffer;
  let size: number;
  try {
    size = (await file.stat()).size;
    if (size < TAIL_BYTES || size % 512 !== 0) throw damaged('its end is missing');
    tail = (await file.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, size - TAIL_BYTES)).buffer;
  } finally {
    await file.close();
  }
  const hash = createHash('sha256');
  if (size > TAIL_BYTES) {
    for await (const chunk of createReadStream(path, {
      end: size - TAIL_BYTES - 1,
    }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      onBytes(chunk.length);
    }
  }
  const sha256 = hash.digest('hex');
  if (!tail.equals(await tailOf(sha256))) throw damaged('its checksum does not match, or its end is missing');
  return sha256;
}
