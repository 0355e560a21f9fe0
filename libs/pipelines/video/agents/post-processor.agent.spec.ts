import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeWav, encodeWav, ffmpeg, keyFrameTimes, probe } from '#libs/media';
import { DiskBlobStore, type BlobRef } from '#libs/storage';
import { testContext, type TestContext } from '#libs/testing';
import type { z } from 'zod';
import { PostProcessor } from './post-processor.agent.js';
import { SoundMixer } from './sound-mixer.agent.js';

const RATE = 48_000;
const FPS = 10;

// Jest looks every global up anew, which a loop over samples would feel.
const { sin, cos, PI } = Math;

function wave(seconds: number, at: (t: number) => number): Float32Array {
  const samples = new Float32Array(seconds * RATE);
  for (let i = 0; i < samples.length; i++) samples[i] = at(i / RATE);
  return samples;
}
const sine = (hz: number, gain: number) => (t: number) => gain * sin(2 * PI * hz * t);
const silence = wave(4, () => 0);

/** Amplitude of one frequency between two moments. */
function strength(samples: Float32Array, hz: number, fromSec: number, toSec: number): number {
  let [real, imaginary] = [0, 0];
  const [from, to] = [fromSec * RATE, toSec * RATE].map(Math.round) as [number, number];
  for (let i = from; i < to; i++) {
    const angle = (2 * PI * hz * i) / RATE;
    real += (samples[i] as number) * cos(angle);
    imaginary += (samples[i] as number) * sin(angle);
  }
  return (2 * Math.hypot(real, imaginary)) / (to - from);
}

describe('SoundMixer and PostProcessor', () => {
  const agent = new PostProcessor();
  const mixer = new SoundMixer();
  let context: TestContext;
  let stems: z.output<SoundMixer['input']>;
  let mixed: z.output<SoundMixer['output']>;
  let usual: z.output<PostProcessor['input']>;
  let made: z.output<PostProcessor['output']>;

  beforeAll(async () => {
    context = await testContext();
    // A directory whose name means something to a shell and to ffmpeg's own quoting.
    const blobs = new DiskBlobStore({ STORAGE_DIR: join(context.workDir, `Zoë's "films"`) });
    context = { ...context, blobs };
    const [red, blue] = await Promise.all(['red', 'blue'].map(clip));
    const music = wave(4, sine(220, 0.5));
    const timeline = {
      fps: FPS,
      totalFrames: 40,
      durationSec: 4,
      scenes: [scene('s1', 0, 'Fresh bread & coffee'), scene('s2', 20, 'See you <b>soon</b>')],
      voiced: true,
      notice: '',
    };
    stems = mixer.input.parse({
      timeline,
      narration: await sound(wave(4, (t) => (t < 2 ? 0.3 * sin(2 * PI * 1000 * t) : 0))),
      music: await sound(music, music),
      effects: await sound(silence, silence),
    });
    mixed = mixer.output.parse(await mixer.run(stems, context));
    usual = agent.input.parse({
      // Out of order on purpose: the timeline decides.
      clips: [
        { sceneId: 's2', clip: blue, frames: 20 },
        { sceneId: 's1', clip: red, frames: 20 },
      ],
      timeline,
      sound: mixed.sound,
      title: `It's "50 %": a=b; [x] \\ --\nend`,
    });
    made = agent.output.parse(await agent.run(usual, context));
  });
  afterAll(() => context.dispose());

  async function clip(colour: string): Promise<BlobRef> {
    const path = join(context.workDir, `${colour}.mp4`);
    await ffmpeg([
      ...['-f', 'lavfi', '-i', `color=${colour}:size=128x72:rate=${FPS}:duration=2`],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', path],
    ]);
    return context.blobs.putFile(path, 'video/mp4');
  }

  const sound = (...channels: Float32Array[]) =>
    context.blobs.putBytes(encodeWav({ sampleRate: RATE, channels }), 'audio/wav');

  const scene = (id: string, startFrame: number, text: string) => ({
    sceneId: id,
    startSec: startFrame / FPS,
    startFrame,
    frames: 20,
    captions: [
      {
        startSec: startFrame / FPS,
        endSec: startFrame / FPS + 2,
        words: text
          .split(' ')
          .map((word) => ({ text: word, startSec: startFrame / FPS, endSec: startFrame / FPS + 1 })),
      },
    ],
  });

  /** The sound of a film as samples. */
  async function heard(video: BlobRef) {
    const path = join(context.workDir, 'heard.wav');
    await ffmpeg(['-i', await context.blobs.localPath(video), '-vn', path]);
    return decodeWav(await readFile(path)).channels as [Float32Array, Float32Array];
  }

  it('joins the clips in the order of the timeline, at the right length, loudness and size', async () => {
    expect([...context.published.keys()].sort()).toEqual([
      'captions.srt',
      'captions.vtt',
      'thumbnail.jpg',
      'video.mp4',
    ]);

    const path = await context.blobs.localPath(made.video);
    const info = await probe(path);
    expect(info.video).toMatchObject({ codec: 'h264', width: 128, height: 72, fps: FPS, durationSec: 4 });
    expect(info.audio).toMatchObject({ codec: 'aac', sampleRate: RATE, channels: 2 });
    expect(info.audio?.durationSec).toBeCloseTo(4, 1);
    expect(await keyFrameTimes(path)).toEqual([0, 2]);
    expect(Math.abs(mixed.integratedLufs + 14)).toBeLessThanOrEqual(0.5);
    expect(mixed.truePeakDbtp).toBeLessThanOrEqual(-1);

    const bytes = await readFile(path);
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
    expect(bytes.includes(`It's "50 %": a=b; [x] \\ -- end`)).toBe(true);
    expect(String(await context.blobs.readBytes(made.captionsVtt))).toContain('bread &amp; coffee');

    const thumbnail = join(context.workDir, 'thumbnail.rgb');
    const jpeg = await context.blobs.localPath(made.thumbnail);
    await ffmpeg(['-i', jpeg, '-pix_fmt', 'rgb24', '-f', 'rawvideo', thumbnail]);
    const [red, , blue] = await readFile(thumbnail);
    expect(red).toBeGreaterThan(200);
    expect(blue).toBeLessThan(60);
  });

  it('keeps the voice in the middle and puts the music below it while it speaks', async () => {
    const [left, right] = await heard(made.video);
    const decibels = (hz: number, from: number, to: number) => 20 * Math.log10(strength(left, hz, from, to));
    expect(strength(left, 1000, 0.5, 1.5) / strength(right, 1000, 0.5, 1.5)).toBeCloseTo(1, 2);
    expect(decibels(1000, 0.5, 1.5) - decibels(220, 0.5, 1.5)).toBeGreaterThan(12);
    expect(decibels(220, 3, 3.9) - decibels(220, 0.5, 1.5)).toBeGreaterThan(6);
  });

  it('makes the same film again from the same parts', async () => {
    expect(await mixer.run(stems, context)).toEqual(mixed);
    expect(await agent.run(usual, context)).toEqual(made);
  });

  it('plays the music at full where nobody speaks, and tames peaks that the target would clip', async () => {
    const drums = wave(4, (t) => (t % 0.5 < 0.004 ? 0.9 : 0.02 * Math.sin(1400 * t)));
    const mix = await mixer.run({ ...stems, narration: null, music: await sound(drums) }, context);
    expect(Math.abs(mix.integratedLufs + 14)).toBeLessThanOrEqual(0.5);
    expect(mix.truePeakDbtp).toBeLessThanOrEqual(-1);
  });

  it('gives a film to silent stems too, without turning up noise', async () => {
    const mix = await mixer.run({ ...stems, narration: null, music: await sound(silence) }, context);
    expect(mix.integratedLufs).toBeLessThanOrEqual(-60);
  });

  it('names the scene whose clip is missing or has another length', async () => {
    await expect(agent.run({ ...usual, clips: usual.clips.slice(0, 1) }, context)).rejects.toThrow(
      /Scene s1 .* none/,
    );
    const short = usual.clips.map((clip) => ({ ...clip, frames: 19 }));
    await expect(agent.run({ ...usual, clips: short }, context)).rejects.toThrow(/Scene s1 .* one of 19/);
  });

  it('stops when it is told to, in the middle of its work', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('cancelled')), 60);
    await expect(mixer.run(stems, { ...context, signal: stop.signal })).rejects.toThrow('cancelled');
  });
});
