import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { concatScript, ffmpeg, ffmpegBytes, runMedia } from '#libs/media';
import { sampleFilm } from '#libs/testing';
import { MotionGraphicsProvider } from '../../local/video/index.js';
import type { ClipRequest } from '../../ports/index.js';
import { fitClip, reachOf } from './fit-clip.js';

const WORDS = ['Fresh', 'bread,', 'every', 'morning.'];

describe('fitClip', () => {
  let folder: string;
  let count = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aiprod-fit-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const bought = async (seconds: number, size: string): Promise<string> => {
    const path = join(folder, `bought-${seconds}-${size}.mp4`);
    await writeFile(path, await sampleFilm(seconds, size));
    return path;
  };
  const request = (changes: Partial<ClipRequest> = {}): ClipRequest => ({
    prompt: 'Bread',
    graphics: {
      ...{ layout: 'hero', camera: 'push-in', headline: 'Bread', kicker: '', items: [], figure: '' },
      ...{ icons: ['bread'], position: 'middle' },
      palette: {
        ...{ background: '#fff4e3', backgroundAlt: '#ffe4c4', primary: '#cf4a22', accent: '#1b7f6b' },
        ...{ text: '#2b1a12', onPrimary: '#ffffff' },
      },
    },
    format: { width: 640, height: 360, fps: 30 },
    frames: 60,
    captions: [],
    outputPath: join(folder, `${count++}.mp4`),
    onProgress: () => undefined,
    seed: 7,
    signal: new AbortController().signal,
    ...changes,
  });
  const caption = (startSec: number, endSec: number) => {
    const each = (endSec - startSec) / WORDS.length;
    const words = WORDS.map((text, at) => ({
      ...{ text, startSec: startSec + at * each, endSec: startSec + (at + 1) * each },
    }));
    return { startSec, endSec, words };
  };
  const streamOf = async (path: string): Promise<Record<string, unknown>> => {
    const { stdout } = await runMedia('ffprobe', [
      ...['-v', 'error', '-count_frames', '-show_streams', '-of', 'json', path],
    ]);
    const { streams } = JSON.parse(stdout) as { streams: Record<string, unknown>[] };
    expect(streams).toHaveLength(1);
    return streams[0] as Record<string, unknown>;
  };
  const frameAt = async (path: string, second: number): Promise<Uint8Array> => {
    const args = ['-ss', String(second), '-i', path, '-frames:v', '1', '-pix_fmt', 'rgb24', '-f', 'rawvideo'];
    return (await ffmpegBytes([...args, 'pipe:1'])).stdout;
  };
  const shape = ({ ...stream }: Record<string, unknown>) =>
    Object.fromEntries(
      [
        ...['codec_name', 'profile', 'level', 'width', 'height', 'pix_fmt', 'r_frame_rate', 'time_base'],
        ...[
          'has_b_frames',
          'color_range',
          'color_space',
          'color_transfer',
          'color_primaries',
          'nb_read_frames',
        ],
        ...['sample_aspect_ratio', 'extradata_size'],
      ].map((name) => [name, stream[name]]),
    );

  it.each([
    ['cuts a longer clip', 4, '1280x720', { width: 640, height: 360, fps: 30 }, 61],
    ['slows a shorter one', 4, '1280x720', { width: 640, height: 360, fps: 30 }, 150],
    [
      'holds the last picture of one that is too short even so',
      4,
      '1280x720',
      { width: 640, height: 360, fps: 25 },
      160,
    ],
    ['crops to a tall format', 4, '1280x720', { width: 360, height: 640, fps: 30 }, 45],
    ['crops a tall clip to a square', 4, '720x1280', { width: 360, height: 360, fps: 24 }, 30],
  ])('%s: exactly the frames and format of what is drawn here', async (_, seconds, size, format, frames) => {
    const [fitted, drawn] = [request({ format, frames }), request({ format, frames })];
    await fitClip(await bought(seconds, size), seconds, fitted);
    await new MotionGraphicsProvider().render(drawn);
    const [one, other] = [await streamOf(fitted.outputPath), await streamOf(drawn.outputPath)];
    expect(one).toMatchObject({ width: format.width, height: format.height, nb_read_frames: String(frames) });
    expect(shape(one)).toEqual(shape(other));
  });

  it('makes clips that join with those drawn here without re-encoding', async () => {
    const clips = [request({ frames: 40 }), request({ frames: 31 }), request({ frames: 25 })] as const;
    await fitClip(await bought(4, '1280x720'), 4, clips[0]);
    await new MotionGraphicsProvider().render(clips[1]);
    await fitClip(await bought(4, '720x1280'), 4, clips[2]);
    const [list, joined] = [join(folder, 'list.txt'), join(folder, 'joined.mp4')];
    await writeFile(
      list,
      concatScript(clips.map(({ outputPath, frames }) => ({ path: outputPath, durationSec: frames / 30 }))),
    );
    await ffmpeg(['-v', 'warning', '-f', 'concat', '-safe', '0', '-i', list, '-c', 'copy', joined]);
    const decoded = await runMedia('ffmpeg', ['-v', 'error', '-i', joined, '-f', 'framemd5', '-']);
    expect(decoded.stderr).toBe('');
    expect(decoded.stdout.split('\n').filter((line) => line.startsWith('0,'))).toHaveLength(96);
  });

  it('draws the captions on their plate while they are spoken, and leaves the rest of the picture alone', async () => {
    const [plain, captioned] = [request(), request({ captions: [caption(0.5, 1.5)] })];
    const clip = await bought(4, '1280x720');
    await fitClip(clip, 4, plain);
    await fitClip(clip, 4, captioned);
    const framesAround = ({ outputPath }: ClipRequest) =>
      Promise.all([frameAt(outputPath, 0), frameAt(outputPath, 1)]);
    const [before, during] = await Promise.all([framesAround(plain), framesAround(captioned)]);
    const meanOf = (data: Uint8Array, top: number, bottom: number): number => {
      const part = data.subarray(top * 640 * 3, bottom * 640 * 3);
      return part.reduce((sum, value) => sum + value, 0) / part.length;
    };
    const change = (frame: number, top: number, bottom: number): number =>
      Math.abs(
        meanOf(during[frame] as Uint8Array, top, bottom) - meanOf(before[frame] as Uint8Array, top, bottom),
      );
    // The first frame is before the caption, the second in its middle.
    expect(change(0, 0, 360)).toBeLessThan(0.5);
    expect(change(1, 0, 240)).toBeLessThan(0.5);
    expect(change(1, 310, 340)).toBeGreaterThan(15);
  });

  it('tells how long a scene a clip can carry', () => {
    expect(reachOf(8)).toBeCloseTo(12.3);
  });

  it('says that what is no film can’t be used, and leaves no half of one', async () => {
    const path = join(folder, 'nothing.mp4');
    await writeFile(path, Buffer.alloc(2_000));
    const wanted = request();
    await expect(fitClip(path, 4, wanted)).rejects.toMatchObject({ code: 'video.render_failed' });
    await expect(streamOf(wanted.outputPath)).rejects.toThrow();
  });

  it('stops at once when it is told to', async () => {
    const cancel = new AbortController();
    const wanted = request({
      frames: 3_000,
      signal: cancel.signal,
      onProgress: () => cancel.abort(new Error('enough')),
    });
    await expect(fitClip(await bought(4, '1280x720'), 4, wanted)).rejects.toThrow('enough');
  });
});
