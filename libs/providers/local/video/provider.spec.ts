import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ffmpeg, runMedia } from '#libs/media';
import { LAYOUTS, type ClipRequest } from '../../ports/index.js';
import { MotionGraphicsProvider } from './provider.js';

const FPS = 30;

describe('MotionGraphicsProvider', () => {
  const provider = new MotionGraphicsProvider();
  let directory: string;
  let count = 0;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'aiprod-video-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const request = (changes: Partial<ClipRequest> = {}, graphics: Partial<ClipRequest['graphics']> = {}) => ({
    prompt: '',
    graphics: {
      layout: 'hero' as const,
      camera: 'push-in' as const,
      headline: 'Fresh bread',
      kicker: '',
      items: ['One', 'Two'],
      figure: '40 %',
      icons: ['bread', 'croissant'],
      palette: {
        background: '#fff4e3',
        backgroundAlt: '#ffe4c4',
        primary: '#cf4a22',
        accent: '#1b7f6b',
        text: '#2b1a12',
        onPrimary: '#ffffff',
      },
      position: 'middle' as const,
      ...graphics,
    },
    format: { width: 320, height: 180, fps: FPS },
    frames: 24,
    captions: [],
    outputPath: join(directory, `${count++}.mp4`),
    onProgress: () => undefined,
    seed: 7,
    signal: new AbortController().signal,
    ...changes,
  });

  async function made(changes?: Partial<ClipRequest>, graphics?: Partial<ClipRequest['graphics']>) {
    const clip = request(changes, graphics);
    await provider.render(clip);
    return clip.outputPath;
  }

  const streamOf = async (path: string): Promise<Record<string, string | number>> => {
    const { stdout } = await runMedia('ffprobe', [
      ...['-v', 'error', '-count_frames', '-show_streams', '-of', 'json', path],
    ]);
    const { streams } = JSON.parse(stdout) as { streams: Record<string, string | number>[] };
    expect(streams).toHaveLength(1);
    return streams[0] as Record<string, string | number>;
  };

  it('writes a silent H.264 clip of exactly the frames asked for, in the colours of HD video', async () => {
    const fractions: number[] = [];
    const path = await made({ frames: 37, onProgress: (fraction) => void fractions.push(fraction) });
    expect(await streamOf(path)).toMatchObject({
      codec_name: 'h264',
      profile: 'High',
      width: 320,
      height: 180,
      pix_fmt: 'yuv420p',
      nb_read_frames: '37',
      r_frame_rate: '30/1',
      avg_frame_rate: '30/1',
      time_base: '1/30000',
      has_b_frames: 0,
      color_range: 'tv',
      color_space: 'bt709',
      color_transfer: 'bt709',
      color_primaries: 'bt709',
    });
    expect(fractions.at(-1)).toBe(1);
    expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);
  });

  it('makes the same file of the same request, and another of another seed', async () => {
    const [one, same, other] = await Promise.all([made(), made(), made({ seed: 8 })]);
    const bytes = await Promise.all([one, same, other].map((path) => readFile(path)));
    expect(bytes[0]?.equals(bytes[1] as Buffer)).toBe(true);
    expect(bytes[0]?.equals(bytes[2] as Buffer)).toBe(false);
  });

  it('makes clips that join without re-encoding, frame after frame', async () => {
    const lengths = [20, 31, 25];
    const clips = await Promise.all(lengths.map((frames) => made({ frames })));
    const list = join(directory, 'list.txt');
    const joined = join(directory, 'joined.mp4');
    await writeFile(
      list,
      clips.map((path, at) => `file '${path}'\nduration ${(lengths[at] as number) / FPS}\n`).join(''),
    );
    const { stderr } = await ffmpeg([
      ...['-v', 'warning', '-f', 'concat', '-safe', '0', '-i', list, '-c', 'copy', joined],
    ]);
    expect(stderr).toBe('');
    const { stdout } = await runMedia('ffprobe', [
      ...['-v', 'error', '-show_entries', 'packet=pts', '-of', 'csv=p=0', joined],
    ]);
    const times = stdout.trim().split(/\s+/).map(parseFloat);
    expect(times).toEqual(Array.from({ length: 76 }, (_, frame) => frame * 1000));
    const decoded = await runMedia('ffmpeg', ['-v', 'error', '-i', joined, '-f', 'framemd5', '-']);
    expect(decoded.stderr).toBe('');
    expect(decoded.stdout.split('\n').filter((line) => /^0,/.test(line))).toHaveLength(76);
  });

  it.each(LAYOUTS)('never freezes and is never black through a long hold of %s', async (layout) => {
    const path = await made({ frames: 150 }, { layout, camera: 'push-in', position: 'only' });
    const { stderr } = await runMedia('ffmpeg', [
      ...[
        '-hide_banner',
        '-i',
        path,
        '-vf',
        'freezedetect=n=-60dB:d=1,blackdetect=d=0.05',
        '-f',
        'null',
        '-',
      ],
    ]);
    expect(stderr).toContain('frame=  150');
    expect(stderr).not.toMatch(/freeze_start|black_start/);
  });

  it('stops at once when aborted: no file, no ffmpeg', async () => {
    const controller = new AbortController();
    const clip = request({ frames: 100_000, signal: controller.signal });
    const started = Promise.withResolvers<void>();
    const rendering = provider.render({
      ...clip,
      onProgress: (fraction) => {
        if (fraction > 0) started.resolve();
      },
    });
    await started.promise;
    expect(children()).toContain(clip.outputPath);
    const at = performance.now();
    controller.abort(new Error('cancelled'));
    await expect(rendering).rejects.toThrow('cancelled');
    expect(performance.now() - at).toBeLessThan(1500);
    expect(children()).not.toContain(clip.outputPath);
    expect(await readdir(directory)).not.toContain(basename(clip.outputPath));
    expect(await readdir(directory)).not.toContain(`${basename(clip.outputPath)}.part`);
  });

  it('does not begin when it is aborted already', async () => {
    const clip = request({ signal: AbortSignal.abort(new Error('too late')) });
    await expect(provider.render(clip)).rejects.toThrow('too late');
    await expect(stat(clip.outputPath)).rejects.toThrow('ENOENT');
  });

  it('says what is wrong with a format and with a place that can’t be written to', async () => {
    const odd = request({ format: { width: 321, height: 180, fps: FPS } });
    await expect(provider.render(odd)).rejects.toMatchObject({ code: 'video.bad_format', class: 'input' });
    const nowhere = request({ outputPath: join(directory, 'missing', 'clip.mp4') });
    await expect(provider.render(nowhere)).rejects.toMatchObject({
      code: 'video.render_failed',
      message: expect.stringContaining('No such file or directory') as string,
    });
  });
});

/** The command lines of this process's children. */
const children = (): string =>
  execFileSync('ps', ['-o', 'args=', '--ppid', String(process.pid)], { encoding: 'utf8' });
