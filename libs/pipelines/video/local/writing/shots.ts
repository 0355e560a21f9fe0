import type { Random } from '#libs/kernel';
import { CAMERA_MOVES, type CameraMove, type Layout, type Mood } from '#libs/providers/ports';
import type { CreativePlan, SceneScript, Shot } from '../../domain/index.js';
import type { Facts } from './facts.js';
import { enumerationIn, figureIn } from './figures.js';
import type { Line } from './lines.js';
import { BREATH_SEC, WORDS_PER_SEC } from './scenes.js';
import { spokenWeight } from './words.js';

const LOOK: Record<Mood, { style: string; lighting: string }> = {
  upbeat: {
    style: 'bold flat shapes, saturated colours, quick and springy motion',
    lighting: 'bright, even daylight',
  },
  warm: { style: 'rounded flat shapes, soft warm colours, gentle motion', lighting: 'golden morning light' },
  calm: { style: 'airy flat shapes, muted colours, slow motion', lighting: 'soft diffuse light' },
  dramatic: {
    style: 'large flat shapes, dark ground, strong contrast',
    lighting: 'a single hard light out of the dark',
  },
  playful: {
    style: 'chunky flat shapes, candy colours, bouncing motion',
    lighting: 'bright and cheerful light',
  },
  serious: { style: 'clean grid, restrained colours, precise motion', lighting: 'neutral studio light' },
  inspiring: {
    style: 'wide flat shapes, clear colours, rising motion',
    lighting: 'the light of early morning',
  },
};

export function consistencyOf(
  mood: Mood,
  facts: Facts,
  keywords: readonly string[],
): CreativePlan['consistency'] {
  const character = facts.name ?? keywords[0] ?? 'the headline';
  return { ...LOOK[mood], character: `${character}, drawn the same way in every scene` };
}

/** One shot for each scene. */
export function shotsOf(
  scenes: readonly Line[][],
  script: readonly SceneScript[],
  mood: Mood,
  facts: Facts,
  random: Random,
): Shot[] {
  const layouts = layoutsOf(scenes, random);
  const cameras = camerasOf(scenes.length, random);
  const shares = sharesOf(script, facts.language);
  return script.map((scene, i) => ({
    sceneId: scene.id,
    purpose: purposeOf(scenes[i] ?? [], scene),
    picture: pictureOf(scene, mood, i === 0 ? undefined : facts.pictures[i - 1]),
    camera: cameras[i] ?? 'drift',
    layout: layouts[i] ?? 'stack',
    share: shares[i] ?? 1,
  }));
}

function layoutsOf(scenes: readonly Line[][], random: Random): Layout[] {
  const plain: Layout[] = random.shuffle(['split', 'stack'] as const);
  const out: Layout[] = [];
  scenes.forEach((scene, i) => {
    const previous = out.at(-1);
    const own = asked(scene);
    const last = i === scenes.length - 1 && i > 0;
    // A quotation needs its marks wherever it stands; a last scene that only tells facts shows them.
    const closes = last && scene.some(({ act }) => act !== 'fact');
    const wanted =
      own === 'quote' ? own : i === 0 ? (own === 'list' ? own : 'hero') : closes ? 'closing' : own;
    const usual =
      plain.find((layout) => layout !== previous && layout !== out.at(-2)) ??
      plain.find((layout) => layout !== previous) ??
      'stack';
    out.push(wanted === undefined || wanted === previous ? usual : wanted);
  });
  return out;
}

/** What the words themselves ask for: only the brief's own, never a phrase of ours. */
function asked(scene: readonly Line[]): Layout | undefined {
  const own = scene.filter(({ shown }) => shown === undefined);
  if (own.some(({ text }) => /"[^"]{8,}"/.test(text))) return 'quote';
  if (own.some(({ items, text }) => (items?.length ?? 0) >= 3 || enumerationIn(text).length >= 3))
    return 'list';
  return own.some(({ text }) => figureIn(text) !== undefined) ? 'number' : undefined;
}

function camerasOf(count: number, random: Random): CameraMove[] {
  const out: CameraMove[] = [];
  for (let i = 0; i < count; i++) {
    const fresh = CAMERA_MOVES.filter((move) => move !== out.at(-1));
    out.push(
      i === 0 ? 'push-in' : i === count - 1 && out.at(-1) !== 'pull-out' ? 'pull-out' : random.pick(fresh),
    );
  }
  return out;
}

/** Time in proportion to what is to be said, with a breath for every scene; adds up to 1. */
function sharesOf(script: readonly SceneScript[], language: string): number[] {
  const seconds = script.map(
    ({ narration }) => BREATH_SEC + spokenWeight(narration, language) / WORDS_PER_SEC,
  );
  const total = seconds.reduce((a, b) => a + b, 0);
  return seconds.map((part) => part / total);
}

function purposeOf(scene: readonly Line[], { role, headline }: SceneScript): string {
  if (role === 'hook') return `Catch the eye: ${headline}`;
  if (role === 'close') return `Leave the audience with what to do: ${headline}`;
  const acts = new Set(scene.map(({ act }) => act));
  if (acts.has('subject')) return `Present the subject: ${headline}`;
  if (acts.has('fact')) return `Show the fact: ${headline}`;
  if (acts.has('recap')) return `Say it once more: ${headline}`;
  return `Let it settle: ${headline}`;
}

function pictureOf({ keywords }: SceneScript, mood: Mood, requested: string | undefined): string {
  const subject = [...(requested === undefined ? [] : [requested]), keywords.slice(0, 4).join(', ')].join(
    '; ',
  );
  return `${subject}; ${LOOK[mood].style}, ${LOOK[mood].lighting}`;
}
