import { ValidationError } from '#libs/kernel';
import { checkVideoManifest, cleanText, type VideoManifest } from './domain/index.js';
import { planVisuals } from './local/visuals/index.js';
import { detectLanguage } from './local/writing/language.js';
import { planFilm } from './local/writing/plan-film.js';

const BRIEFS = [
  'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!',
  'Une petite boulangerie à Lyon ouvre à 7 heures avec du pain frais. Passez nous voir samedi !',
  'Una panadería acogedora en Sevilla abre a las 7 con pan recién hecho. ¡Ven este sábado!',
  'Gemütliche Bäckerei & Café: 1. Brot 2. Kuchen. -50 % am Samstag, von 7–12 Uhr!',
  '里斯本的面包店早上七点开门，提供新鲜面包。',
];

function manifestOf(raw: string, durationSec = 30): VideoManifest {
  const { text, notes } = cleanText(raw);
  const brief = { text, language: detectLanguage(text), notes };
  const plan = planFilm(brief, { durationSec, preset: 'premium_spot', seed: 1, maxScenes: 30 });
  // As it comes back from a client: nothing in it is shared.
  return JSON.parse(JSON.stringify({ plan, visuals: planVisuals(plan, brief, 1) })) as VideoManifest;
}

/** The fields that are refused after a change, with the reasons. */
function refused(change: (manifest: VideoManifest) => void): Record<string, string> {
  const manifest = manifestOf(BRIEFS[0]!);
  change(manifest);
  try {
    checkVideoManifest(manifest);
  } catch (error) {
    return Object.fromEntries((error as ValidationError).fields.map(({ path, message }) => [path, message]));
  }
  return {};
}

describe('the manifest of a film', () => {
  it.each(BRIEFS)('is accepted as our own writers write it: %s', (brief) => {
    for (const durationSec of [5, 30, 180]) {
      const manifest = manifestOf(brief, durationSec);
      expect(checkVideoManifest(structuredClone(manifest))).toEqual(manifest);
    }
  });

  it('fits into a request even of the longest film', () => {
    const bytes = Buffer.byteLength(JSON.stringify(manifestOf(BRIEFS.join(' '), 180)));
    expect(bytes).toBeLessThan(60_000);
  });

  it.each<[string, (manifest: VideoManifest) => void, string[]]>([
    [
      'a headline that is too long',
      ({ plan }) => (plan.script.scenes[1]!.headline = 'x'.repeat(61)),
      ['plan.script.scenes.1.headline'],
    ],
    [
      'a layout that there is none of',
      ({ visuals }) => Object.assign(visuals.scenes[0]!.graphics, { layout: 'collage' }),
      ['visuals.scenes.0.graphics.layout'],
    ],
    ['a colour that is none', ({ visuals }) => (visuals.palette.accent = 'red'), ['visuals.palette.accent']],
    [
      'a field that is not known',
      ({ plan }) => Object.assign(plan.shots[0]!, { lens: '50 mm' }),
      ['plan.shots.0.lens'],
    ],
    ['something beside the plan', (manifest) => Object.assign(manifest, { budget: 5 }), ['budget']],
    [
      'two scenes of one name',
      ({ plan, visuals }) => {
        plan.script.scenes[1]!.id = visuals.scenes[1]!.sceneId = plan.shots[1]!.sceneId = 's1';
      },
      ['plan.script.scenes.1.id', 'plan.shots.1.sceneId'],
    ],
    ['a scene without a shot', ({ plan }) => void plan.shots.pop(), ['plan.shots']],
    [
      'a shot of no scene',
      ({ plan }) => (plan.shots[0]!.sceneId = 's99'),
      ['plan.shots.0.sceneId', 'plan.shots'],
    ],
    ['a scene without a picture', ({ visuals }) => void visuals.scenes.pop(), ['visuals.scenes']],
    [
      'pictures in another order than the script',
      ({ visuals }) => void visuals.scenes.push(visuals.scenes.shift()!),
      expect.arrayContaining(['visuals.scenes.0.sceneId', 'visuals.scenes.1.sceneId']) as unknown as string[],
    ],
    ['shares that are more than the film', ({ plan }) => (plan.shots[0]!.share += 0.3), ['plan.shots']],
    [
      'markup in what is drawn',
      ({ visuals }) => (visuals.scenes[0]!.graphics.kicker = '<b>Fresh</b>'),
      ['visuals.scenes.0.graphics.kicker'],
    ],
    [
      'letters that turn the reading direction',
      ({ plan }) => (plan.script.scenes[0]!.narration += '\u202e'),
      ['plan.script.scenes.0.narration'],
    ],
    [
      'letters that there is no font for',
      ({ plan }) => (plan.script.title = 'خبز طازج'),
      ['plan.script.title'],
    ],
  ])('is refused with %s, naming the field', (_what, change, fields) => {
    expect(Object.keys(refused(change)).map((path) => path.replace('manifest.', ''))).toEqual(fields);
  });

  it('says what would be right', () => {
    expect(refused(({ visuals }) => (visuals.scenes[0]!.sceneId = 's2'))).toEqual({
      'manifest.visuals.scenes.0.sceneId': 'must be s1: one entry a scene, in the order of the script',
    });
    expect(refused(({ plan }) => (plan.script.title = '**Bread**'))).toEqual({
      'manifest.plan.script.title': 'must be plain text without markup or invisible characters: “Bread”',
    });
  });
});
