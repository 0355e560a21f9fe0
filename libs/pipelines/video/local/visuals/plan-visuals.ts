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
import { callToAction, kickerFrom, listItems, listTopic, sentencesOf } from './copy-lines.js';
import { quoteIn, speakerOf } from './quotes.js';
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

  const scenes = script.scenes.map((scene, position): SceneVisual => {
    const shot = shots.get(scene.id);
    const icons = chooseIcons(
      index,
      {
        ...scene,
        keywords: inFocus(scene, shot?.layout),
        topic: `${script.title} ${brief.text}`,
        mood: script.mood,
      },
      shown,
      seededRandom(seed, `visuals.icons.${scene.id}`),
    );
    if (icons[0] !== undefined) shown.mains.push(icons[0]);
    for (const icon of icons) shown.all.add(icon);
    const place = positionOf(position, script.scenes.length);
    return {
      sceneId: scene.id,
      prompt: promptFor(plan, scene, shot),
      graphics: {
        ...copyFor(scene, shot?.layout ?? 'hero', {
          ...{ title: script.title, place, iconCount: icons.length, brief: brief.text },
        }),
        camera: shot?.camera ?? 'drift',
        icons,
        palette: shadeFor(palette, position),
        position: place,
      },
    };
  });
  return { palette, scenes: withUnsaid(scenes, brief, script.scenes) };
}

/** The keywords with those first that the screen's words name: beside a figure, the sentence that has it. */
function inFocus({ keywords, headline, narration }: SceneScript, layout: Layout | undefined): string[] {
  const figure = layout === 'number' ? figureIn(headline, narration) : '';
  const counting = sentencesOf(narration).find((sentence) => figure !== '' && sentence.includes(figure));
  const focus = new Set(wordsOf(counting ?? headline));
  const isNamed = (keyword: string): boolean => wordsOf(keyword).some((word) => focus.has(word));
  return [...keywords.filter(isNamed), ...keywords.filter((keyword) => !isNamed(keyword))];
}

/** Puts what nobody has time to say under the headlines that stand alone. */
function withUnsaid(
  scenes: SceneVisual[],
  brief: SanitizedBrief,
  script: readonly SceneScript[],
): SceneVisual[] {
  const layouts = scenes.map(({ graphics: { layout } }) => layout);
  const roomy = layouts.map((layout) => ROOM_FOR_A_LINE.has(layout));
  const hasRoom = roomy.includes(true) ? roomy : layouts.map((layout) => ROOM_IF_NEED_BE.has(layout));
  const placed = placeUnsaid(unsaidFacts(brief, script), hasRoom);
  return scenes.map((scene, index) => {
    const kicker = placed.get(index);
    return kicker === undefined ? scene : { ...scene, graphics: { ...scene.graphics, kicker } };
  });
}

/** A quotation's line names its speaker, a closing card's line is the button; figures and lists fill their picture. */
const ROOM_FOR_A_LINE: ReadonlySet<Layout> = new Set(['hero', 'split', 'stack']);
const ROOM_IF_NEED_BE: ReadonlySet<Layout> = new Set(['number', 'list']);

const positionOf = (index: number, count: number): Graphics['position'] =>
  count === 1 ? 'only' : index === 0 ? 'first' : index === count - 1 ? 'last' : 'middle';

interface CopyContext {
  title: string;
  place: Graphics['position'];
  iconCount: number;
  /** The brief's own words. */
  brief: string;
}

/** The texts of a scene's picture, and the layout if the scene has what the layout shows; else a plainer one. */
function copyFor(
  { narration, headline, keywords }: SceneScript,
  layout: Layout,
  { title, place, iconCount, brief }: CopyContext,
): Pick<Graphics, 'layout' | 'headline' | 'kicker' | 'items' | 'figure'> {
  const plain = { layout, headline, kicker: '', items: [], figure: '' };
  const hero = {
    ...plain,
    layout: 'hero' as const,
    kicker: place === 'first' ? kickerFrom([title], headline) : '',
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
        headline: items.some((item) => item.includes(headline)) ? about || title : headline,
      };
    }
    case 'stack':
      return iconCount < 2 ? hero : plain;
    case 'closing':
      return { ...plain, kicker: callToAction(narration, headline) };
    case 'quote': {
      const words = quoteIn(narration);
      return words === '' ? hero : { ...plain, headline: words, kicker: speakerOf(narration, brief) };
    }
    case 'split':
      return { ...plain, kicker: kickerFrom(sentencesOf(narration), headline) };
    case 'hero':
      return hero;
  }
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
