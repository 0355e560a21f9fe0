import { join } from 'node:path';
import { ffmpeg } from '#libs/media';
import type { BlobRef } from '#libs/storage';
import { testContext, type TestContext } from '#libs/testing';
import type { z } from 'zod';
import type { SemanticReport } from '../domain/index.js';
import { SemanticQa } from './semantic-qa.agent.js';
import { TechnicalQaGate } from './technical-qa-gate.agent.js';

const FPS = 12;
const SCENE_SEC = 3;
const SIZE = { width: 256, height: 144 };
const PALETTE = {
  background: '#14213d',
  backgroundAlt: '#1d3461',
  primary: '#fca311',
  accent: '#e63946',
  text: '#ffffff',
  onPrimary: '#14213d',
};

/** One scene of a test film: a ground, a shape that wanders over it, and a plate with "letters" near the foot. */
interface Look {
  ground?: string;
  shape?: string;
  letters?: string;
  plate?: string;
  moves?: boolean;
  blur?: boolean;
}

const USUAL: Required<Look> = {
  ground: PALETTE.background,
  shape: PALETTE.primary,
  letters: '#ffffff',
  plate: '#0d1017',
  moves: true,
  blur: false,
};

const NARRATIONS = [
  'A cosy bakery in Lisbon opens its doors at 7 every morning.',
  'The bread is fresh, the coffee is hot, and the neighbours meet here.',
  'Come by this Saturday and taste the first loaf.',
];

/** What it is given, but with the film for what the technical gate has seen and heard of it. */
type Judged = Omit<z.output<SemanticQa['input']>, 'samples' | 'loudness'> & { video: BlobRef };

describe('SemanticQa', () => {
  const agent = new SemanticQa();
  let context: TestContext;
  let usual: Judged;
  let good: SemanticReport;

  beforeAll(async () => {
    context = await testContext();
    const video = await film([{}, { ground: PALETTE.backgroundAlt, shape: PALETTE.accent }, {}]);
    const input = agent.input.omit({ samples: true, loudness: true }).parse({
      brief: {
        text: 'A cosy bakery in Lisbon opens at 7 with fresh bread and coffee. Come by this Saturday!',
        language: 'en',
        notes: [],
      },
      script: {
        title: 'Bakery',
        language: 'en',
        mood: 'warm',
        scenes: NARRATIONS.map((narration, index) => ({
          id: `s${index + 1}`,
          role: 'development',
          narration,
          headline: ['Opens at 7', 'Fresh bread', 'This Saturday'][index],
          keywords: [['bakery', 'door'], ['bread', 'coffee'], ['loaf']][index],
        })),
      },
      visuals: { palette: PALETTE, scenes: NARRATIONS.map((_, index) => visual(`s${index + 1}`)) },
      timeline: {
        fps: FPS,
        totalFrames: 3 * SCENE_SEC * FPS,
        durationSec: 3 * SCENE_SEC,
        scenes: NARRATIONS.map((narration, index) => timing(index, narration)),
        voiced: true,
        notice: '',
      },
    });
    usual = { ...input, video };
    good = await judge();
  });
  afterAll(() => context.dispose());

  const visual = (sceneId: string) => ({
    sceneId,
    prompt: '',
    graphics: {
      layout: 'hero',
      camera: 'drift',
      headline: '',
      kicker: '',
      items: [],
      figure: '',
      icons: [],
      palette: PALETTE,
      position: 'middle',
    },
  });

  function timing(index: number, narration: string) {
    const startSec = index * SCENE_SEC;
    const times = { startSec, endSec: startSec + SCENE_SEC };
    const words = narration.split(' ').map((text) => ({ text, ...times }));
    return {
      sceneId: `s${index + 1}`,
      startSec,
      startFrame: startSec * FPS,
      frames: SCENE_SEC * FPS,
      captions: [{ ...times, words }],
    };
  }

  async function film(looks: Look[], sound = "volume='0.3+0.15*sin(2*t)':eval=frame"): Promise<BlobRef> {
    const { width, height } = SIZE;
    const colour = (value: string, size: string) =>
      `color=${value.replace('#', '0x')}:size=${size}:rate=${FPS}:duration=${SCENE_SEC}`;
    const scenes = looks.map((look, index) => {
      const { ground, shape, letters, plate, moves, blur } = { ...USUAL, ...look };
      const x = moves ? `${20 + 20 * index}+t*25` : '60';
      const plateBox = `drawbox=x=40:y=112:w=176:h=18:color=${plate.replace('#', '0x')}:t=fill`;
      // Bars for letters: three pixels wide, five apart.
      const bars = `drawgrid=x=48:y=116:w=8:h=200:t=3:color=${letters.replace('#', '0x')}`;
      return [
        `${colour(ground, `${width}x${height}`)}[g${index}]`,
        `${colour(shape, '60x60')}[p${index}]`,
        `${colour(plate, '176x18')},${bars}[c${index}]`,
        `[g${index}][p${index}]overlay=x='${x}':y=30[m${index}]`,
        `[m${index}]${plateBox}[n${index}]`,
        `[n${index}][c${index}]overlay=x=40:y=112${blur ? ',boxblur=12' : ''}[s${index}]`,
      ].join(';');
    });
    const join_ = looks.map((_, index) => `[s${index}]`).join('');
    const path = join(context.workDir, 'film.mp4');
    await ffmpeg([
      ...[
        '-f',
        'lavfi',
        '-i',
        `anoisesrc=color=pink:seed=2:sample_rate=48000:duration=${looks.length * SCENE_SEC}`,
      ],
      ...['-filter_complex', `${scenes.join(';')};${join_}concat=n=${looks.length}[v];[0:a]${sound}[a]`],
      ...[
        '-map',
        '[v]',
        '-map',
        '[a]',
        '-c:v',
        'libx264',
        '-preset',
        'ultrafast',
        '-pix_fmt',
        'yuv420p',
        path,
      ],
    ]);
    return context.blobs.putFile(path, 'video/mp4');
  }

  const gate = new TechnicalQaGate();
  const judge = async (changes: Partial<Judged> = {}): Promise<SemanticReport> => {
    const { video, ...input } = { ...usual, ...changes };
    const { timeline } = input;
    const ordered = { video, timeline, format: { ...SIZE, fps: FPS }, durationSec: timeline.durationSec };
    const { samples, loudness } = gate.output.parse(await gate.run(gate.input.parse(ordered), context));
    return agent.output.parse(await agent.run({ ...input, samples, loudness }, context));
  };

  const scoreOf = (report: SemanticReport, name: string) =>
    report.criteria.find((c) => c.name === name)?.score ?? NaN;
  const failed = (report: SemanticReport) =>
    report.criteria.flatMap(({ evidence }) => evidence.filter(({ passed }) => !passed));

  it('finds nothing wrong with a film that is as planned', () => {
    expect(failed(good)).toEqual([]);
    expect(good.score).toBeGreaterThan(0.85);
    expect(good.criteria.map(({ weight }) => weight)).toEqual([0.3, 0.3, 0.2, 0.2]);
    expect(good.notJudged.join(' ')).toMatch(/vision model.*speech recogniser/);
  });

  it('sees a scene of foreign colours, and says which', async () => {
    const bad = await judge({ video: await film([{}, { ground: '#39d353', shape: '#8a2be2' }, {}]) });
    expect(scoreOf(bad, 'style_coherence')).toBeLessThan(scoreOf(good, 'style_coherence') - 0.4);
    expect(bad.score).toBeLessThan(good.score - 0.1);
    for (const check of ['palette', 'ground', 'tint']) {
      const found = failed(bad).filter((line) => line.check === check);
      expect(found).toEqual([
        expect.objectContaining({ scene: 's2', atSec: expect.closeTo(4.35, 0) as number }),
      ]);
    }
  });

  it('sees colours of foreign hue on a ground that has none, and says in which scene', async () => {
    const palette = { ...PALETTE, background: '#1b1c20', backgroundAlt: '#2e2f34' };
    const scenes = usual.visuals.scenes.map((scene) => ({
      ...scene,
      graphics: { ...scene.graphics, palette },
    }));
    const looks = [palette.background, palette.backgroundAlt, palette.background].map((ground) => ({
      ground,
    }));
    const visuals = { palette, scenes };
    expect(failed(await judge({ visuals, video: await film(looks) }))).toEqual([]);
    const turned = looks.map((look, index) => (index === 1 ? { ...look, shape: '#39d353' } : look));
    expect(failed(await judge({ visuals, video: await film(turned) }))).toEqual([
      expect.objectContaining({ check: 'hues', scene: 's2' }),
    ]);
  });

  it('sees that a script ignores its brief', async () => {
    const words = [
      'Rockets leave the atmosphere within minutes.',
      'Engines burn kerosene.',
      'Astronauts float.',
    ];
    const scenes = usual.script.scenes.map((scene, index) => ({
      ...scene,
      narration: words[index] as string,
      headline: 'Lift-off',
      keywords: ['rockets', 'engines', 'astronauts'].slice(index, index + 1),
    }));
    const timeline = { ...usual.timeline, scenes: words.map((text, index) => timing(index, text)) };
    const bad = await judge({ script: { ...usual.script, scenes }, timeline });
    expect(scoreOf(bad, 'narrative_adherence')).toBeLessThan(scoreOf(good, 'narrative_adherence') - 0.5);
    expect(bad.score).toBeLessThan(good.score - 0.15);
    expect(failed(bad)).toEqual([
      expect.objectContaining({ check: 'brief_terms', measured: 0 }),
      expect.objectContaining({
        check: 'brief_facts',
        measured: expect.stringContaining('7, Lisbon, Saturday') as string,
      }),
    ]);
  });

  it('sees a caption that is not what is said, a scene left out, and a picture of something else', async () => {
    const timeline = {
      ...usual.timeline,
      scenes: [timing(0, NARRATIONS[0] as string), timing(1, 'The bread is stale, the coffee is hot')],
    };
    const scenes = usual.script.scenes.map((scene) => ({
      ...scene,
      keywords: scene.id === 's3' ? ['whale'] : scene.keywords,
    }));
    const report = await judge({ timeline, script: { ...usual.script, scenes } });
    expect(failed(report)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          check: 'captions',
          scene: 's2',
          atSec: 3,
          measured: 'differs from "fresh," on',
        }),
        expect.objectContaining({ check: 'picture_keywords', scene: 's3', measured: 0 }),
        expect.objectContaining({ check: 'scene_told', scene: 's3', measured: 'is not in the film' }),
      ]),
    );
  });

  it.each<[string, Look, string]>([
    ['captions nobody can read', { letters: '#20242c' }, 'caption_contrast'],
    ['a blurred scene', { blur: true }, 'sharpness'],
    ['a scene that stands still', { moves: false }, 'movement'],
  ])('sees %s', async (_name, look, check) => {
    const report = await judge({ video: await film([{}, look, {}]) });
    expect(failed(report)).toContainEqual(expect.objectContaining({ check, scene: 's2' }));
    expect(scoreOf(report, 'visual_quality')).toBeLessThan(scoreOf(good, 'visual_quality'));
  });

  it('finds one long shot and a level din out of keeping with an upbeat mood', async () => {
    const [good, bad] = [
      await judge({ script: { ...usual.script, mood: 'upbeat' } }),
      await judge({
        script: { ...usual.script, mood: 'upbeat' },
        video: await film(
          [{}, {}, {}].map(() => ({ moves: false })),
          'volume=0.5',
        ),
      }),
    ];
    expect(scoreOf(bad, 'emotional_sync')).toBeLessThan(scoreOf(good, 'emotional_sync') - 0.3);
  });

  it('still judges the words where the file can not be read', async () => {
    const report = await judge({ video: await context.blobs.putBytes('no film', 'video/mp4') });
    expect(report.criteria.map(({ score }) => score)).toEqual([0, expect.closeTo(1, 0), 0, 0]);
  });
});
