import { crc32 } from 'node:zlib';

export interface ZipEntry {
  /** A relative path with `/` between its parts. */
  name: string;
  content: Uint8Array | AsyncIterable<Uint8Array>;
}

const SIGNATURE = { local: 0x04034b50, descriptor: 0x08074b50, central: 0x02014b50, end: 0x06054b50 };
/** Sizes follow the content (bit 3), names are UTF-8 (bit 11). */
const FLAGS = 0x0808;
const VERSION = 20;
/** 1 January 1980, the format's first day: the same entries give the same archive. */
const DATE = 0x21;
/** What the format's 32-bit fields can hold. */
const MOST_BYTES = 0xffff_ffff;

interface Written {
  name: Buffer;
  crc: number;
  size: number;
  at: number;
}

/**
 * A ZIP archive of the entries, piece by piece, in constant memory. Nothing is compressed: films are already.
 * @throws Error where the archive would be larger than 4 GB
 */
export async function* zip(
  entries: Iterable<ZipEntry> | AsyncIterable<ZipEntry>,
): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let at = 0;
  for await (const { name, content } of entries) {
    const entry: Written = { name: Buffer.from(name), crc: 0, size: 0, at };
    const head = localHeader(entry.name);
    yield head;
    for await (const chunk of content instanceof Uint8Array ? [content] : content) {
      entry.crc = crc32(chunk, entry.crc);
      entry.size += chunk.length;
      yield chunk;
    }
    yield descriptor(entry);
    at += head.length + entry.size + 16;
    if (at > MOST_BYTES) throw new Error('the archive is larger than 4 GB');
    written.push(entry);
  }
  const directory = written.map(centralHeader);
  yield* directory;
  yield endOf(
    written.length,
    directory.reduce((sum, { length }) => sum + length, 0),
    at,
  );
}

function localHeader(name: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(SIGNATURE.local, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(FLAGS, 6);
  header.writeUInt16LE(DATE, 12);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function descriptor({ crc, size }: Written): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(SIGNATURE.descriptor, 0);
  bytes.writeUInt32LE(crc, 4);
  bytes.writeUInt32LE(size, 8);
  bytes.writeUInt32LE(size, 12);
  return bytes;
}

function centralHeader({ name, crc, size, at }: Written): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(SIGNATURE.central, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(VERSION, 6);
  header.writeUInt16LE(FLAGS, 8);
  header.writeUInt16LE(DATE, 14);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(size, 20);
  header.writeUInt32LE(size, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE(at, 42);
  return Buffer.concat([header, name]);
}

function endOf(count: number, directoryBytes: number, directoryAt: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(SIGNATURE.end, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(directoryAt, 16);
  return end;
}
