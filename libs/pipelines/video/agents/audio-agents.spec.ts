import type { z } from 'zod';
import { FliteSpeechProvider, LocalMusicProvider, LocalSoundProvider, type Usage } from '#libs/providers';
import { stageProviders, testContext, type TestContext } from '#libs/testing';
import type { Script, Shot } from '../domain/script.js';
import type { Timeline } from '../domain/timeline.js';
import { captionsOf } from '../domain/timing.js';
import type { VisualPlan } from '../domain/visuals.js';
import { AudioGenerator } from './audio-generator.agent.js';
import { MusicComposer } from './music-composer.agent.js';
import { SoundEffectsAgent } from './sound-effects.agent.js';

const NARRATIONS = [
  'A cosy bakery in Lisbon opens at 7 am with fresh bread.',
  'Warm coffee, friendly faces and 40 % off everything.',
  'Come by this Saturday!',
];

const script = (narrations: string[], language = 'en'): Script => ({
  title: 'The bakery',
  language,
  mood: 'warm',
  scenes: narrations.map((narration, index) => ({
    id: `s${index + 1}`,
    role: index === 0 ? 'hook' : index === narrations.length - 1 ? 'close' : 'development',
    narration,
    headline: 'Fresh bread',
    keywords: ['bread'],
  })),
});
const shots = (count: number): Shot[] =>
  Array.from({ length: count }, (_, index) => ({
    sceneId: `s${index + 1}`,
    purpose: 'to show',
    picture: 'bread',
    camera: 'drift',
    layout: 'hero',
    share: 1 / count,
  }));
const palette = {
  background: '#ffffff',
  backgroundAlt: '#eeeeee',
  primary: '#112233',
  accent: '#445566',
  text: '#000000',
  onPrimary: '#ffffff',
};
const visuals = (count: number): VisualPlan => ({
  palette,
  scenes: Array.from({ length: count }, (_, index) => ({
    sceneId: `s${index + 1}`,
    prompt: 'bread',
    graphics: {
      layout: 'hero',
      camera: 'drift',
      headline: 'Fresh bread',
      kicker: '',
      items: [],
      figure: '',
      icons: ['bread'],
      palette,
      position: index === 0 ? 'first' : index === count - 1 ? 'last' : 'middle',
    },
  })),
});

describe('the audio agents', () => {
  let context: TestContext;
  let used: Usage[];

  beforeEach(async () => {
    used = [];
    context = await testContext({
      providers: {
        speech: new FliteSpeechProvider(),
        music: new LocalMusicProvider(),
        sound: new LocalSoundProvider(),
      },
      used: ({ usage }) => void used.push(...usage),
    });
  });
  afterEach(() => context.dispose());

  const generate = async (narrations: string[], durationSec: number, language = 'en') => {
    const agent = new AudioGenerator();
    const input: z.input<typeof agent.input> = {
      script: script(narrations, language),
      shots: shots(narrations.length),
      durationSec,
      fps: 30,
      providers: [],
    };
    return agent.output.parse(await agent.run(agent.input.parse(input), context));
  };
  const wav = async (name: string) => {
    const bytes = await context.blobs.readBytes({ sha256: context.published.get(name)?.sha256 ?? '' });
    const [channels, rate] = [bytes.readUInt16LE(22), bytes.readUInt32LE(24)];
    const samples = new Int16Array(
      bytes.buffer.slice(bytes.byteOffset + 44, bytes.byteOffset + bytes.length),
    );
    return { channels, rate, samples, lengthSec: samples.length / channels / rate };
  };
  const words = (timeline: Timeline) => captionsOf(timeline).flatMap((caption) => caption.words);

  it('speaks the script in exactly the time of the film, each word heard when its caption says', async () => {
    const { timeline, narration } = await generate(NARRATIONS, 15);
    expect(narration).toEqual(context.published.get('narration.wav'));
    expect(timeline).toMatchObject({ totalFrames: 450, durationSec: 15, voiced: true, notice: '' });
    expect(words(timeline).map(({ text }) => text)).toEqual(NARRATIONS.join(' ').split(' '));

    const { channels, rate, samples, lengthSec } = await wav('narration.wav');
    expect([channels, rate, lengthSec]).toEqual([1, 48_000, 15]);
    const level = (fromSec: number, toSec: number) => {
      const part = samples.subarray(Math.round(fromSec * rate), Math.round(toSec * rate));
      return Math.sqrt(part.reduce((sum, x) => sum + x * x, 0) / part.length);
    };
    for (const { startSec, endSec } of words(timeline)) expect(level(startSec, endSec)).toBeGreaterThan(300);
    for (const { startSec } of timeline.scenes) expect(level(startSec, startSec + 0.15)).toBeLessThan(30);
    expect(used.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(NARRATIONS.join('').length);
    expect(context.reported.at(-1)).toBe(1);
  });

  it('speaks faster where the film is short, and refuses what no rate can fit', async () => {
    const { timeline } = await generate(NARRATIONS, 10);
    expect(timeline).toMatchObject({ totalFrames: 300, durationSec: 10, notice: '' });
    expect(used).toHaveLength(6);
    await expect(generate([...NARRATIONS, ...NARRATIONS], 7)).rejects.toMatchObject({
      code: 'video.narration_too_long',
    });
  });

  it('has captions and says so where no voice speaks the language', async () => {
    const narrations = ['リスボンの小さなパン屋が、朝7時に開店します。', '焼きたてのパンをどうぞ。'];
    const { timeline, narration } = await generate(narrations, 10, 'ja');
    expect(narration).toBeNull();
    expect(timeline).toMatchObject({
      totalFrames: 300,
      voiced: false,
      notice: 'No local voice speaks Japanese: this film has captions and music.',
    });
    expect(
      words(timeline)
        .map(({ text }) => text)
        .join(''),
    ).toBe(narrations.join(''));
    expect(context.published.size).toBe(0);
  });

  it('refuses a voice that times other words than the narration', async () => {
    const speech = {
      name: 'odd',
      supports: () => true,
      speak: () =>
        Promise.resolve({
          audio: { sampleRate: 48_000, channels: [new Float32Array(10)] },
          words: [],
          usage: [],
          by: 'odd',
          downgraded: null,
        }),
    };
    const agent = new AudioGenerator();
    const input = {
      script: script(['Hello there.']),
      shots: shots(1),
      durationSec: 5,
      fps: 30,
      providers: [],
    };
    const odd = { ...context, providers: stageProviders({ speech }) };
    await expect(agent.run(input, odd)).rejects.toMatchObject({
      code: 'provider.bad_answer',
      retryable: true,
    });
  });

  it('makes music and effects as long as the film', async () => {
    const { timeline } = await generate(NARRATIONS, 12);
    used = [];
    const { music } = await new MusicComposer().run({ mood: 'warm', timeline, providers: [] }, context);
    const { effects } = await new SoundEffectsAgent().run({ timeline, visuals: visuals(3) }, context);
    expect([context.published.get('music.wav'), context.published.get('effects.wav')]).toEqual([
      music,
      effects,
    ]);
    for (const name of ['music.wav', 'effects.wav']) {
      expect(await wav(name)).toMatchObject({ channels: 2, rate: 48_000, lengthSec: 12 });
    }
    expect(used.map(({ provider, unit, quantity }) => [provider, unit, quantity])).toEqual([
      ['local-composer', 'seconds', 12],
      ['local-foley', 'seconds', 12],
    ]);
  });
});
