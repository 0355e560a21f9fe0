import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ffmpeg } from '#libs/media';
import type { BlobRef } from '#libs/storage';
import { testContext, type TestContext } from '#libs/testing';
import type { TechnicalReport } from '../domain/index.js';
import { TechnicalQaGate } from './technical-qa-gate.agent.js';

const FPS = 10;
const SECONDS = 6;

/** Settings of one test film: two scenes of three seconds, with noise as sound. */
interface Film {
  size?: string;
  video?: string;
  audio?: string | null;
  seconds?: number;
  keyFrames?: string;
}

describe('TechnicalQaGate', () => {
  const agent = new TechnicalQaGate();
  let context: TestContext;
  let good: BlobRef;

  beforeAll(async () => {
    context = await testContext();
    good = await film();
  });
  afterAll(() => context.dispose());

  /** Noise of -14 LUFS over a moving test picture, unless told otherwise. */
  async function film({ size = '128x72', video, audio, seconds = SECONDS, keyFrames = '0,3' }: Film = {}) {
    const path = join(context.workDir, 'film.mp4');
    const source = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${FPS}:duration=${seconds}`];
    const noise = [
      '-f',
      'lavfi',
      '-i',
      `anoisesrc=color=pink:seed=1:amplitude=1:sample_rate=48000:duration=${seconds}`,
    ];
    await ffmpeg([
      ...source,
      ...(audio === null
        ? []
        : [...noise, '-af', ['volume=0.9dB', audio ?? 'anull'].join(','), '-c:a', 'aac', '-b:a', '192k']),
      ...(video ? ['-vf', video] : []),
      ...[
        '-c:v',
        'libx264',
        '-preset',
        'ultrafast',
        '-qp',
        '20',
        '-force_key_frames',
        keyFrames,
        '-sc_threshold',
        '0',
      ],
      ...['-pix_fmt', 'yuv420p', '-movflags', '+faststart', path],
    ]);
    return context.blobs.putFile(path, 'video/mp4');
  }

  const scene = (index: number) => ({
    sceneId: `s${index + 1}`,
    startSec: index * 3,
    startFrame: index * 3 * FPS,
    frames: 3 * FPS,
    captions: [],
  });

  async function judge(video: BlobRef): Promise<TechnicalReport> {
    const input = agent.input.parse({
      video,
      timeline: {
        fps: FPS,
        totalFrames: SECONDS * FPS,
        durationSec: SECONDS,
        scenes: [scene(0), scene(1)],
        voiced: true,
        notice: '',
      },
      format: { width: 128, height: 72, fps: FPS },
      durationSec: SECONDS,
    });
    return agent.output.parse(await agent.run(input, context));
  }

  const failures = ({ checks }: TechnicalReport) => checks.filter(({ passed }) => !passed);

  it('passes a good film, with a line of evidence for each check', async () => {
    const report = await judge(good);
    expect(failures(report)).toEqual([]);
    expect(report).toMatchObject({ score: 1, passed: true });
    expect(report.checks.map(({ check }) => check)).toEqual([
      ...[
        'file_integrity',
        'codec',
        'resolution',
        'fps',
        'duration',
        'audio_present',
        'audio_length',
        'loudness',
      ],
      ...['true_peak', 'black', 'frozen', 'silent', 'clip_count'],
    ]);
  });

  it.each<[string, Film, string, object]>([
    [
      'a black gap',
      { video: `drawbox=t=fill:color=black:enable='between(t,3.5,4.2)'` },
      'black',
      { scene: 's2', atSec: 3.5, measured: 0.8 },
    ],
    [
      'a picture that stands still',
      { video: 'loop=loop=15:size=1:start=10,trim=duration=6' },
      'frozen',
      { scene: 's1', atSec: 0.9 },
    ],
    [
      'a film that stands still to its end',
      { video: 'trim=duration=4,tpad=stop_mode=clone:stop_duration=2' },
      'frozen',
      {},
    ],
    ['silence', { audio: `volume=0:enable='between(t,1.5,4)'` }, 'silent', { scene: 's1' }],
    ['no sound at all', { audio: null }, 'audio_present', { atSec: 0, measured: 'no audio stream' }],
    ['sound that ends early', { audio: 'atrim=duration=4.5' }, 'audio_length', { scene: 's2' }],
    ['the wrong size', { size: '72x128' }, 'resolution', { measured: '72x128' }],
    ['a film that is too long', { seconds: 9 }, 'duration', { measured: 9 }],
    ['a missing clip', { keyFrames: '0' }, 'clip_count', { scene: 's2', atSec: 3, measured: 1 }],
  ])('fails %s, naming it and where', async (_name, defect, check, where) => {
    const report = await judge(await film(defect));
    expect(failures(report)).toContainEqual(expect.objectContaining({ check, ...where }));
    expect(report.passed).toBe(false);
  });

  it('marks down a film that is too quiet, and fails it together with another fault', async () => {
    const report = await judge(await film({ audio: 'volume=-9dB' }));
    expect(failures(report)).toEqual([
      expect.objectContaining({ check: 'loudness', measured: expect.closeTo(-23, 0) as number }),
    ]);
    expect(report.score).toBe(0.85);
  });

  it('fails a file that ends early, or was damaged on the way', async () => {
    const bytes = await readFile(await context.blobs.localPath(good));
    const short = await judge(
      await context.blobs.putBytes(bytes.subarray(0, bytes.length * 0.7), 'video/mp4'),
    );
    expect(failures(short)).toContainEqual(expect.objectContaining({ check: 'file_integrity', scene: 's2' }));
    expect(short.passed).toBe(false);

    const damaged = Buffer.from(bytes);
    const middle = Math.floor(bytes.length / 2);
    damaged.fill(0x55, middle, middle + 3000);
    const report = await judge(await context.blobs.putBytes(damaged, 'video/mp4'));
    expect(failures(report).map(({ check }) => check)).toContain('file_integrity');
    expect(report.passed).toBe(false);
  });

  it.each([
    ['text', 'this is no film'],
    ['nothing', ''],
  ])('scores 0 for %s, without telling where it is stored', async (_name, content) => {
    const report = await judge(await context.blobs.putBytes(content, 'video/mp4'));
    expect(report).toMatchObject({ score: 0, passed: false });
    expect(report.checks[0]?.measured).not.toContain(context.workDir.slice(0, 10));
  });
});
