import type { SceneVisual } from '../../domain/index.js';
import type { Random } from '#libs/kernel';
import type { Mood } from '#libs/providers/ports';
import { chooseIcons, type Shown } from './choose-icons.js';
import type { IconIndex } from './icon-index.js';
import { wordsOf } from './words.js';

type Graphics = SceneVisual['graphics'];

/** What the whole film is about. */
interface About {
  title: string;
  mood: Mood;
  topic: string;
}

const QUANTITY = /\s[$€£]?\d[\d.,]*\s?\S{0,3}$/u;
const STEP = /^\d{1,2}\. /u;

export const areQuantities = (items: readonly string[]): boolean =>
  items.every((item) => QUANTITY.test(item));

/**
 * A drawing for each thing that a list names, and the film's subject beside them instead of one of them. Undefined for
 * steps, quantities, and lists of which more than one entry names nothing that can be drawn.
 */
export function itemIcons(
  index: IconIndex,
  { layout, items }: Pick<Graphics, 'layout' | 'items'>,
  about: About,
  shown: Shown,
  random: Random,
): Pick<Graphics, 'icons' | 'itemIcons'> | undefined {
  if (layout !== 'list' || items.some((item) => STEP.test(item)) || areQuantities(items)) return undefined;
  const used = new Set<string>();
  const own = items.map((item) => {
    const icon = nameFor(index, item, used);
    if (icon !== '') used.add(icon);
    return icon;
  });
  if (used.size < Math.max(2, items.length - 1)) return undefined;
  const [film] = shown.mains.filter((icon) => !used.has(icon));
  const subject = film ?? subjectOf(index, about, shown, random).find((icon) => !used.has(icon));
  return subject === undefined ? undefined : { icons: [subject], itemIcons: own };
}

const subjectOf = (index: IconIndex, { title, mood, topic }: About, shown: Shown, random: Random): string[] =>
  chooseIcons(
    index,
    { keywords: [title, ...wordsOf(title)], headline: title, narration: '', topic, mood },
    shown,
    random,
  );

/** How surely a word must mean the thing. */
const SURE = 0.55;
const LONGEST_PHRASE = 3;

/** The drawing of the first thing that the item names for sure; empty where it names none. */
function nameFor(index: IconIndex, item: string, used: ReadonlySet<string>): string {
  const words = wordsOf(item);
  let best = { icon: '', strength: SURE };
  for (let length = LONGEST_PHRASE; length >= 1; length--) {
    for (let at = 0; at + length <= words.length; at++) {
      for (const { icon, strength } of index.find(words.slice(at, at + length).join(' ')))
        if (strength > best.strength && !used.has(icon)) best = { icon, strength };
    }
    if (best.icon !== '') return best.icon;
  }
  return best.icon;
}
