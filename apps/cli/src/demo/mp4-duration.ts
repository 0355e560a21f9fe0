import { open } from 'node:fs/promises';

/** Seconds that an MP4 plays, from its movie header (ISO/IEC 14496-12, 8.2.2); undefined if it has none. */
export async function mp4DurationSec(path: string): Promise<number | undefined> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const read = async (at: number, length: number) =>
      (await file.read(Buffer.alloc(length), 0, length, at)).buffer;
    /** Where the content of the first box of this type lies. */
    const find = async (type: string, from: number, to: number): Promise<[number, number] | undefined> => {
      for (let at = from; at + 8 <= to;) {
        const head = await read(at, 16);
        const short = head.readUInt32BE(0);
        // 1 means that a 64-bit size follows; 0, that the box goes on to the end.
        const length = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? to - at : short;
        if (length < 8) return undefined;
        if (head.toString('latin1', 4, 8) === type) return [at + (short === 1 ? 16 : 8), at + length];
        at += length;
      }
      return undefined;
    };
    const movie = await find('moov', 0, size);
    const header = movie && (await find('mvhd', ...movie));
    if (!header) return undefined;
    const fields = await read(header[0], 32);
    const isLong = fields.readUInt8(0) === 1;
    const timescale = fields.readUInt32BE(isLong ? 20 : 12);
    return (isLong ? Number(fields.readBigUInt64BE(24)) : fields.readUInt32BE(16)) / timescale;
  } finally {
    await file.close();
  }
}
