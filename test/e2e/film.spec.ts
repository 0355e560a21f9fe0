import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { runMedia } from '#libs/media';

interface DemoResult {
  jobId: string;
  status: string;
  state: string;
  video: string;
  durationSec: number;
  scores: { technical: number; semantic: number };
  costMicros: number;
  stages: { stage: string; item: number | null; status: string }[];
}

const BRIEF = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';

/** Runs the whole product as a newcomer would, short and small. */
async function demo(out: string, ...args: string[]): Promise<DemoResult> {
  const cli = new URL('../../apps/cli/src/main.js', import.meta.url).pathname;
  const { stdout } = await execa(process.execPath, [cli, 'demo', '--json', '--out', out, ...args], {
    env: { DATABASE_URL: '', REDIS_URL: '' },
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) as string) as DemoResult;
}

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');

const spoken = (srt: string) =>
  words(
    srt
      .split(/\r?\n/)
      .filter((line) => line !== '' && !/^\d+$/.test(line) && !line.includes('-->'))
      .join(' '),
  );

describe('a film from a brief, with no key and no network', () => {
  let out: string;
  let result: DemoResult;

  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'aiprod-film-'));
    result = await demo(out, '--brief', BRIEF, '--duration', '8', '--seed', '7');
  }, 180_000);
  afterAll(() => rm(out, { recursive: true, force: true }));

  it('is delivered, within its budget and above the bar', () => {
    expect(result).toMatchObject({ status: 'completed', state: 'DELIVERED', costMicros: 0 });
    expect(result.scores.technical).toBeGreaterThanOrEqual(0.8);
    expect(result.scores.semantic).toBeGreaterThanOrEqual(0.6);
    expect(result.stages.every(({ status }) => status === 'succeeded')).toBe(true);
  });

  it('is H.264 and AAC at 1280 × 720 and 30 frames a second, of the length asked for', async () => {
    const { stdout } = await runMedia('ffprobe', [
      '-v',
      'error',
      '-show_streams',
      '-show_format',
      '-of',
      'json',
      result.video,
    ]);
    const probe = JSON.parse(stdout) as { streams: Record<string, unknown>[]; format: { duration: string } };
    expect(probe.streams).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ codec_name: 'h264', width: 1280, height: 720, r_frame_rate: '30/1' }),
        expect.objectContaining({ codec_name: 'aac' }),
      ]),
    );
    expect(Math.abs(Number(probe.format.duration) - 8)).toBeLessThanOrEqual(2);
  });

  it('has captions in two formats that say the same words, and a manifest that names every file by its hash', async () => {
    const [srt, vtt, manifest] = await Promise.all(
      ['captions.srt', 'captions.vtt', 'manifest.json'].map((name) => readFile(join(out, name), 'utf8')),
    );
    expect(spoken(srt as string).length).toBeGreaterThan(8);
    expect(spoken((vtt as string).replace(/^WEBVTT.*\n/, ''))).toEqual(spoken(srt as string));
    const video = createHash('sha256')
      .update(await readFile(result.video))
      .digest('hex');
    expect(manifest).toContain(video);
    expect(manifest).toContain(result.jobId);
  });
});
