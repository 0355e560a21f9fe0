import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mp4DurationSec } from './mp4-duration.js';

const box = (type: string, ...parts: Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
};

/** The length in 64 bits behind the type, as for content above 4 GiB. */
const largeBox = (type: string, content: Buffer): Buffer => {
  const head = Buffer.alloc(16);
  head.writeUInt32BE(1);
  head.write(type, 4, 'latin1');
  head.writeBigUInt64BE(BigInt(content.length + 16), 8);
  return Buffer.concat([head, content]);
};

const header = (version: 0 | 1, timescale: number, duration: number): Buffer => {
  const fields = Buffer.alloc(108);
  fields.writeUInt8(version);
  if (version === 0) {
    fields.writeUInt32BE(timescale, 12);
    fields.writeUInt32BE(duration, 16);
  } else {
    fields.writeUInt32BE(timescale, 20);
    fields.writeBigUInt64BE(BigInt(duration), 24);
  }
  return box('mvhd', fields);
};

describe('mp4DurationSec', () => {
  let dir: string;
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'mp4-'))));
  afterEach(() => rmSync(dir, { recursive: true }));
  const durationOf = (...boxes: Buffer[]) => {
    writeFileSync(join(dir, 'video.mp4'), Buffer.concat(boxes));
    return mp4DurationSec(join(dir, 'video.mp4'));
  };

  it('reads the movie header, before or after the media', async () => {
    const media = box('mdat', Buffer.alloc(1_000));
    expect(await durationOf(box('ftyp', Buffer.alloc(8)), box('moov', header(0, 1_000, 15_040)), media)).toBe(
      15.04,
    );
    expect(
      await durationOf(largeBox('mdat', Buffer.alloc(50)), box('moov', header(1, 90_000, 900_000))),
    ).toBe(10);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no movie', box('ftyp', Buffer.alloc(8))],
    ['a box that says it is shorter than its head', Buffer.from([0, 0, 0, 3, 0, 0, 0, 0, 0, 0])],
  ])('knows no duration of %s', async (_, content) => {
    expect(await durationOf(content)).toBeUndefined();
  });
});
