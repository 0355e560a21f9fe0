import { seededRandom } from '#libs/kernel';
import type { Layout } from '#libs/providers/ports';
import type {
  CreativePlan,
  SanitizedBrief,
  SceneScript,
  SceneVisual,
  Shot,
  VisualPlan,
} from '../../domain/index.js';
import { chooseIcons, type Shown } from './choose-icons.js';
import { closingCopy, kickerFrom, leadOf, listItems, listTopic, restOf, sentencesOf } from './copy-lines.js';
import { quoteIn, speakerOf } from './quotes.js';
import { Displays, type Copy } from './displays.js';
import { areQuantities, itemIcons } from './item-icons.js';
import { withPlaces } from './places.js';
import { placeUnsaid, unsaidFacts } from './unsaid.js';
import { fold, wordsOf } from './words.js';
import { counted, figureIn, withoutFigure } from './figures.js';
import { iconIndex } from './icon-index.js';
import { choosePalette, shadeFor } from './palettes.js';

type Graphics = SceneVisual['graphics'];

/** Turns a creative plan into what is to be drawn: icons for the words, colours for the mood, and each layout's parts. */
export function planVisuals(plan: CreativePlan, brief: SanitizedBrief, seed: number): VisualPlan {
  const { script } = plan;
  const palette = choosePalette(script.mood, seed, script.title);
  const index = iconIndex(script.language);
  const shots = new Map(plan.shots.map((shot) => [shot.sceneId, shot]));
  const shown: Shown = { mains: [], all: new Set() };

  const displays = new Displays(brief, script.scenes, script.title);

  const scenes = script.scenes.map((scene, position): SceneVisual => {
    const shot = shots.get(scene.id);
    const place = positionOf(position, script.scenes.length);
    const context = { title: script.title, place, brief: brief.text };
    const copy = displays.apply(scene, position, copyFor(scene, shot?.layout ?? 'hero', context));
    const random = seededRandom(seed, `visuals.icons.${scene.id}`);
    const topic = `${script.title} ${brief.text}`;
    const about = { title: script.title, mood: script.mood, topic };
    const listed = itemIcons(index, copy, about, shown, random);
    const words = { ...scene, keywords: inFocus(scene, copy), ...aboutSpeaker(copy, brief.text) };
    const icons = listed?.icons ?? chooseIcons(index, { ...words, topic, mood: script.mood }, shown, random);
    if (icons[0] !== undefined) shown.mains.push(icons[0]);
    for (const icon of icons) shown.all.add(icon);
    return {
      sceneId: scene.id,
      prompt: promptFor(plan, scene, shot),
      graphics: {
        ...(copy.layout === 'stack' && icons.length < 2 ? { ...copy, layout: 'hero' } : copy),
        camera: shot?.camera ?? 'drift',
        icons,
        ...(listed && { itemIcons: listed.itemIcons }),
        palette: shadeFor(palette, position),
        position: place,
      },
    };
  });
  const placed = withPlaces(scenes, script);
  return { palette, scenes: withUnsaid(placed, brief, script.scenes) };
}

/** The keywords with those first that the screen's words name: the steps and moments, beside a figure what it counts. */
function inFocus({ keywords, narration }: SceneScript, copy: Copy): string[] {
  const focus = new Set(wordsOf(focusOf(narration, copy)));
  const isNamed = (keyword: string): boolean => wordsOf(keyword).some((word) => focus.has(word));
  return [...keywords.filter(isNamed), ...keywords.filter((keyword) => !isNamed(keyword))];
}

/** Beside a quotation stands what the brief tells of the speaker: fear is no picture of "nothing is to be feared". */
function aboutSpeaker({ layout, kicker }: Copy, brief: string): Partial<SceneScript> {
  if (layout !== 'quote') return {};
  const name = new Set(wordsOf(kicker));
  const told = sentencesOf(brief.replace(quoteIn(brief), ''))
    .filter((sentence) => kicker !== '' && sentence.includes(kicker))
    .flatMap(wordsOf)
    .filter((word) => !name.has(word));
  return { keywords: [...told, 'speech balloon'], headline: '', narration: '' };
}

function focusOf(narration: string, { layout, headline, kicker, figure, items }: Copy): string {
  if (layout === 'quote') return kicker;
  const counted = figure.split(' ')[0] ?? '';
  if (layout === 'number')
    return sentencesOf(narration).find((sentence) => sentence.includes(counted)) ?? headline;
  return items.length > 0 && !areQuantities(items) ? items.join(' ') : headline;
}

/** Puts what nobody has time to say under the headlines that stand alone. */
function withUnsaid(
  scenes: SceneVisual[],
  brief: SanitizedBrief,
  script: readonly SceneScript[],
): SceneVisual[] {
  const shown = scenes.flatMap(({ graphics: { headline, items, figure } }) => [headline, ...items, figure]);
  const layouts = scenes.map(({ graphics: { layout } }) => layout);
  const roomy = layouts.map((layout) => ROOM_FOR_A_LINE.has(layout));
  const hasRoom = roomy.includes(true) ? roomy : layouts.map((layout) => ROOM_IF_NEED_BE.has(layout));
  const placed = placeUnsaid(unsaidFacts(brief, script, shown), hasRoom);
  return scenes.map((scene, index) => {
    const kicker = placed.get(index);
    if (kicker === undefined) return scene;
    const line = restOf(kicker, scene.graphics.headline) || kicker;
    return { ...scene, graphics: { ...scene.graphics, kicker: line } };
  });
}

/** A quotation's line names its speaker, a closing card's line is the button; figures and lists fill their picture. */
const ROOM_FOR_A_LINE: ReadonlySet<Layout> = new Set(['hero', 'split', 'stack', 'map']);
const ROOM_IF_NEED_BE: ReadonlySet<Layout> = new Set(['number', 'list']);

const positionOf = (index: number, count: number): Graphics['position'] =>
  count === 1 ? 'only' : index === 0 ? 'first' : index === count - 1 ? 'last' : 'middle';

interface CopyContext {
  title: string;
  place: Graphics['position'];
  /** The brief's own words. */
  brief: string;
}

/** The texts of a scene's picture, and the layout if the scene has what the layout shows; else a plainer one. */
function copyFor(
  { narration, headline, keywords }: SceneScript,
  layout: Layout,
  { title, place, brief }: CopyContext,
): Copy {
  const plain = { layout, headline, kicker: '', items: [], figure: '' };
  const hero = {
    ...plain,
    layout: 'hero' as const,
    kicker:
      restOf(sentencesOf(narration)[0] ?? '', headline) ||
      (place === 'first' ? kickerFrom([title], headline) : ''),
  };
  switch (layout) {
    case 'number': {
      const figure = figureIn(headline, narration);
      if (figure === '') return hero;
      const rest = withoutFigure(headline, figure);
      // The figure stands above in large: under it stands what it counts, never the figure again, nor another fact.
      const elsewhere = sentencesOf(narration).some(
        (sentence) => !sentence.includes(figure) && fold(sentence).includes(fold(headline)),
      );
      const about = elsewhere ? '' : rest;
      if (about !== '' && !about.includes(figure)) return { ...plain, figure, headline: about };
      const { unit, lead } = counted(narration, figure);
      if (unit.includes(' '))
        return { ...plain, figure, headline: unit.charAt(0).toUpperCase() + unit.slice(1) };
      return {
        ...plain,
        figure: `${figure} ${unit}`.trim(),
        headline: lead === '' ? title : lead.charAt(0).toUpperCase() + lead.slice(1),
      };
    }
    case 'list': {
      const items = listItems(narration, keywords);
      if (items.length < 2) return hero;
      const about = listTopic(narration);
      return {
        ...plain,
        items,
        headline: items.some((item) => named(item, headline))
          ? about || leadOf(narration, items) || title
          : headline,
      };
    }
    case 'stack':
      return { ...plain, kicker: restOf(sentencesOf(narration)[0] ?? '', headline) };
    case 'closing':
      return { ...plain, ...closingCopy(narration, headline) };
    case 'quote': {
      const words = quoteIn(narration);
      return words === '' ? hero : { ...plain, headline: words, kicker: speakerOf(narration, brief) };
    }
    case 'split':
      return {
        ...plain,
        kicker:
          restOf(sentencesOf(narration)[0] ?? '', headline) || kickerFrom(sentencesOf(narration), headline),
      };
    case 'hero':
    case 'map':
    case 'timeline':
      return hero;
  }
}

/** Whether one of them is part of the other. */
function named(item: string, headline: string): boolean {
  const [one, other] = [fold(item), fold(headline)];
  return one.includes(other) || other.includes(one);
}

function promptFor({ consistency }: CreativePlan, scene: SceneScript, shot: Shot | undefined): string {
  return [
    shot?.picture ?? scene.keywords.join(', '),
    shot && `Camera: ${shot.camera}.`,
    `Style: ${consistency.style}.`,
    `Lighting: ${consistency.lighting}.`,
    `Recurring: ${consistency.character}.`,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
}
