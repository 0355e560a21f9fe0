import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { concatScript } from './concat.js';
import { ffmpeg } from './ffmpeg.js';
import { SampleFile } from './frames/index.js';
import { inspectFilm } from './inspect.js';
import { measureLoudness } from './loudness.js';
import { keyFrameTimes, probe } from './probe.js';

describe('media tools', () => {
  let dir: string;
  let film: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'media-'));
    film = join(dir, 'film.mp4');
    // Red for a second, then blue; a tone of known loudness (a 997 Hz sine at full scale reads -3.01 LUFS in one channel).
    await ffmpeg([
      ...['-f', 'lavfi', '-i', 'color=red:size=64x36:rate=25:duration=1'],
      ...['-f', 'lavfi', '-i', 'color=blue:size=64x36:rate=25:duration=1'],
      ...['-f', 'lavfi', '-i', 'sine=frequency=997:duration=2:sample_rate=48000'],
      ...['-filter_complex', '[0:v][1:v]concat=n=2[v];[2:a]volume=2[a]', '-map', '[v]', '-map', '[a]'],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-pix_fmt', 'yuv420p', '-c:a', 'aac', film],
    ]);
  });
  afterAll(() => rm(dir, { recursive: true }));

  it('read what a file says of itself', async () => {
    const info = await probe(film);
    expect(info.video).toEqual({ codec: 'h264', width: 64, height: 36, fps: 25, durationSec: 2 });
    expect(info.audio).toMatchObject({ codec: 'aac', sampleRate: 48_000, channels: 1 });
    expect(await keyFrameTimes(film)).toEqual([0, 1]);
  });

  it('measure loudness', async () => {
    const loudness = await measureLoudness(film);
    // ffmpeg's sine has an amplitude of 1/8, doubled here: -12 dB.
    expect(loudness?.integratedLufs).toBeCloseTo(-15.1, 0);
    // The abrupt start overshoots a little.
    expect(Math.abs((loudness?.truePeakDbtp ?? 0) + 11.5)).toBeLessThan(1);
  });

  it('keep frames with their times while they inspect a film', async () => {
    const kept = { everySec: 0.5, width: 8, height: 4, path: join(dir, 'kept.rgb') };
    const limits = {
      black: { minSec: 0.5, pixelThreshold: 0.03 },
      frozen: { minSec: 0.5, noiseDb: -60 },
      silent: { minSec: 1, noiseDb: -50 },
    };
    const found = await inspectFilm(film, { durationSec: 2, hasAudio: true }, limits, { kept });
    expect(found).toMatchObject({ frames: 50, errors: [], silent: [] });
    expect(found.frozen.length).toBeGreaterThan(0);
    expect(found.loudnessCurve.length).toBeGreaterThanOrEqual(19);
    expect(found.loudnessCurve.at(-3)).toBeCloseTo(-15.1, 0);
    await appendFile(kept.path, 'half a frame');
    const file = new SampleFile(kept.path, { ...kept, atSec: [...found.sampledAtSec, 2] });
    const frames = file.atSec.map((_, index) => file.frame(index));
    file.close();
    expect(frames).toHaveLength(4);
    frames.forEach(({ atSec, data }, index) => {
      expect(atSec).toBeGreaterThanOrEqual(index / 2);
      expect(atSec).toBeLessThan(index / 2 + 0.25);
      const [red, , blue] = data;
      expect(index < 2 ? red : blue).toBeGreaterThan(200);
    });
  });

  it('find what goes on where the two halves of a film meet, and nothing that only seems to', async () => {
    const path = join(dir, 'seam.mp4');
    const [black, still] = ["drawbox=t=fill:color=black:enable='between(t,3.7,4.28)'", 'loop=38:1:30'];
    // Twelve pictures a second, shown thirty times a second, are no standstill.
    const jerky = 'fps=12,fps=30';
    const find = async (filter: string) => {
      const source = `testsrc2=size=128x72:rate=30:duration=8,${filter},trim=duration=8`;
      await ffmpeg([
        '-f',
        'lavfi',
        '-i',
        source,
        '-c:v',
        'libx264',
        '-preset',
        'ultrafast',
        '-qp',
        '10',
        path,
      ]);
      const limits = {
        black: { minSec: 0.5, pixelThreshold: 0.03 },
        frozen: { minSec: 1, noiseDb: -60 },
        silent: { minSec: 2, noiseDb: -50 },
      };
      return inspectFilm(path, { durationSec: 8, hasAudio: false }, limits);
    };
    const dark = await find(black);
    expect(dark).toMatchObject({ frames: 240, errors: [], frozen: [] });
    expect(dark.black).toEqual([
      { startSec: expect.closeTo(3.73, 1) as number, endSec: expect.closeTo(4.3, 1) as number },
    ]);
    const halted = await find(`${still},setpts=N/30/TB`);
    expect(halted.frozen).toEqual([
      { startSec: expect.closeTo(0.97, 1) as number, endSec: expect.closeTo(2.27, 1) as number },
    ]);
    const late = await find('loop=50:1:100,setpts=N/30/TB');
    expect(late.frozen).toEqual([
      { startSec: expect.closeTo(3.33, 1) as number, endSec: expect.closeTo(5.03, 1) as number },
    ]);
    expect(await find(jerky)).toMatchObject({ black: [], frozen: [] });
  });

  it('quote paths for the concat demuxer, and refuse those it can not hold', () => {
    expect(concatScript([{ path: "/a/it's here.mp4", durationSec: 1 / 3 }])).toBe(
      String.raw`ffconcat version 1.0
file '/a/it'\''s here.mp4'
duration 0.333333
`,
    );
    expect(() => concatScript([{ path: '/a\nfile /etc/passwd', durationSec: 1 }])).toThrow(RangeError);
  });
});
