import { gazetteer, type Place } from './gazetteer.js';
import { signalsOf } from './signals.js';

/** A place that a sentence speaks of. */
export interface Mention extends Place {
  /** As the sentence has it. */
  name: string;
  /** Whether the sentence is about the place, rather than only naming it. */
  topic: boolean;
}

/** Dishes and plants that carry a place's name. */
const NAMESAKES = /^\s(?:sprouts?|nuts?|beans?|hats?|sausages?|cream|doughnuts?|cress|pigs?)(?!\p{L})/u;
/** How many words of a sentence may stand before what it begins with: "In the Netherlands, …". */
const LEADING_WORDS = 2;

const patterns = new Map<string, RegExp>();

function patternOf(language: string): RegExp {
  const known = patterns.get(language);
  if (known) return known;
  const names = [...gazetteer(language).keys()].toSorted((a, b) => b.length - a.length);
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`));
  // Not within a web address, nor as the first half of a compound.
  const pattern = new RegExp(
    String.raw`(?<![\p{L}\p{N}./@_-])(?:${escaped.join('|')})(?![\p{L}\p{N}@_-]|\.[\p{L}\p{N}])`,
    'gu',
  );
  patterns.set(language, pattern);
  return pattern;
}

/**
 * The places that a sentence speaks of, in its order. A name counts where its surroundings say that a place is meant: a
 * preposition before it, or a capital in the middle of a sentence of a language that writes nouns small; `isTitled` tells whether
 * the film's title vouches for a name.
 */
export function mentionsIn(
  sentence: string,
  language: string,
  isTitled: (name: string) => boolean = () => false,
): Mention[] {
  const places = gazetteer(language);
  const signals = signalsOf(language);
  return Array.from(sentence.matchAll(patternOf(language))).flatMap(({ 0: name, index }) => {
    const place = places.get(name);
    const [before, behind] = [sentence.slice(0, index), sentence.slice(index + name.length)];
    if (place === undefined || NAMESAKES.test(behind)) return [];
    const topic = signals.topic.test(before) || leads(before, signals.before);
    const isMeant =
      place.alsoA === 'person'
        ? signals.beforeAPerson.test(before) || (signals.topic.test(before) && signals.before.test(before))
        : place.alsoA === 'word'
          ? signals.beforeAWord.test(before)
          : signals.before.test(before) || topic || isTitled(name) || standsOut(before, language);
    return isMeant && !isPartOfAName(before, behind, language, signals.before)
      ? [{ ...place, name: name.replace(/^(?:the|los) /u, ''), topic }]
      : [];
  });
}

/** "In Lisbon, …": the sentence begins with where it is. */
const leads = (before: string, preposition: RegExp): boolean =>
  preposition.test(before) && before.trim().split(/\s+/u).length <= LEADING_WORDS;

/** A capital in the middle of a sentence. In German every noun has one. */
const standsOut = (before: string, language: string): boolean => language !== 'de' && before.trim() !== '';

/** "Georgia Brown", "New Mexico": a capital right beside it makes it part of a longer name. */
function isPartOfAName(before: string, behind: string, language: string, preposition: RegExp): boolean {
  if (/^\s(?!I\b)\p{Lu}\p{L}/u.test(behind) && language !== 'de') return true;
  if (preposition.test(before) || before.trim() === '') return false;
  return language === 'de'
    ? /(?:Neu|New|Nord|Süd|San)\s$/u.test(before)
    : /(?<=\s)\p{Lu}[\p{L}.]*\s$|^New\s$/u.test(before);
}
