import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ffmpeg } from '#libs/media';

const made = new Map<string, Promise<Buffer>>();

/** A film that moves, with sound as providers deliver it, as an MP4. */
export const sampleFilm = (seconds: number, size = '1280x720', fps = 24): Promise<Buffer> =>
  sample(`${seconds}-${size}-${fps}.mp4`, [
    ...['-f', 'lavfi', '-i', `testsrc=size=${size}:rate=${fps}:duration=${seconds}`],
    ...['-f', 'lavfi', '-i', `sine=frequency=330:duration=${seconds}`],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-shortest'],
  ]);

/** A picture as a PNG. */
export const samplePicture = (size = '320x180'): Promise<Buffer> =>
  sample(`${size}.png`, ['-f', 'lavfi', '-i', `testsrc=size=${size}:rate=1:duration=1`, '-frames:v', '1']);

/** A piece of sound as a WAV with two channels. */
export const sampleSound = (seconds: number): Promise<Buffer> =>
  sample(`${seconds}.wav`, [
    ...['-f', 'lavfi', '-i', `sine=frequency=220:sample_rate=44100:duration=${seconds}`],
    ...['-ac', '2'],
  ]);

function sample(name: string, args: string[]): Promise<Buffer> {
  const known = made.get(name) ?? make(name, args);
  made.set(name, known);
  return known;
}

async function make(name: string, args: string[]): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'aiprod-sample-'));
  try {
    const path = join(folder, name);
    await ffmpeg([...args, path]);
    return await readFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
