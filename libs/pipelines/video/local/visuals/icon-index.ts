import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PLACE_SYNONYMS, SYNONYMS } from './synonyms.js';
import { fold, formsOf } from './words.js';

/** A drawing that a word stands for, and how surely, 0 to 1. */
export interface IconHit {
  icon: string;
  strength: number;
}

interface Emoji {
  hexcode: string;
  label: string;
  tags?: string[];
  group?: number;
}

/** Groups of emojibase. People, faces and animals have many loose tags (a lion is tagged `order`). */
const PEOPLE = 1;
const SYMBOLS = 8;
const FLAGS = 9;
const FACES = 0;
const ANIMALS = 3;
/** Symbols that are pictures all the same. */
const PICTURES = new Set([
  'recycling-symbol',
  'atom-symbol',
  'medical-symbol',
  'cinema',
  'infinity',
  'warning',
]);

const STRENGTH = { synonym: 1, name: 0.95, label: 0.9, head: 0.6, place: 0.5, tag: 0.45, looseTag: 0.2 };
/** Each further icon of a synonym says a little less. */
const SYNONYM_STEP = 0.12;
/** A plural says a little less than the word itself, and never so much less that a later keyword passes it. */
const FORM = 0.97;
/** A tag that so many icons share says nothing. */
const MOST_SHARED = 14;

/** More drawings than this with one last word: the word alone says too little. */
const MOST_WITH_HEAD = 2;

/** Icons by folded word or phrase: what one language adds to English. */
export class IconIndex {
  private readonly hits = new Map<string, IconHit[]>();
  private readonly heads = new Map<string, string[]>();
  /** In words. */
  readonly longestPhrase = 3;

  constructor(
    language: string,
    private readonly nameOf: ReadonlyMap<string, string>,
    private readonly english?: IconIndex,
  ) {
    this.addSynonyms(SYNONYMS, language, STRENGTH.synonym);
    this.addSynonyms(PLACE_SYNONYMS, language, STRENGTH.place);
    this.addEmoji(language, !english);
    for (const [head, icons] of this.heads) {
      // A traffic light, a police car's light: what so many things end in names none of them.
      const strength = icons.length > MOST_WITH_HEAD ? STRENGTH.looseTag : STRENGTH.head;
      for (const icon of icons) this.add(head, icon, strength);
    }
    for (const [word, hits] of this.hits) {
      const telling = hits.length > MOST_SHARED ? hits.filter((hit) => hit.strength > STRENGTH.tag) : hits;
      if (telling.length === 0) this.hits.delete(word);
      else if (telling !== hits) this.hits.set(word, telling);
    }
  }

  /** What stands for the word or phrase, in no order. Whole words only, and their plain forms. */
  find(phrase: string): IconHit[] {
    for (const form of formsOf(phrase)) {
      const hits = [...(this.hits.get(form) ?? []), ...(this.english?.hits.get(form) ?? [])];
      if (hits.length === 0) continue;
      return form === phrase ? hits : hits.map((hit) => ({ ...hit, strength: hit.strength * FORM }));
    }
    return [];
  }

  private addSynonyms(synonyms: typeof SYNONYMS, language: string, strength: number): void {
    for (const [words, icons] of synonyms) {
      for (const entry of words) {
        const [word = '', only] = entry.split('@');
        if (only === undefined ? this.english : only !== language) continue;
        icons.forEach((icon, rank) => this.add(word, icon, strength - rank * SYNONYM_STEP));
      }
    }
  }

  private addEmoji(language: string, english: boolean): void {
    for (const { hexcode, label, tags = [], group } of emojiOf(language)) {
      const icon = this.nameOf.get(plainCode(hexcode));
      if (icon === undefined || group === undefined || group === FLAGS) continue;
      if (group === SYMBOLS && !PICTURES.has(icon)) continue;
      const loose = group === PEOPLE || group === FACES || group === ANIMALS;
      if (english) this.addName(icon, group);
      this.add(fold(label), icon, english ? STRENGTH.label : STRENGTH.name);
      for (const tag of tags) this.add(fold(tag), icon, loose ? STRENGTH.looseTag : STRENGTH.tag);
    }
  }

  private addName(icon: string, group: number): void {
    const words = icon.split('-');
    this.add(words.join(' '), icon, STRENGTH.name);
    if (words.length === 1 || group === PEOPLE || group === FACES) return;
    // `house-with-garden` is a house, `birthday-cake` a cake; `open-book` has nothing to do with opening.
    const end = words.findIndex((word) => word === 'with' || word === 'of' || word === 'in');
    const head = (end > 0 ? words.slice(0, end) : words).at(-1);
    if (head !== undefined) this.heads.set(head, [...(this.heads.get(head) ?? []), icon]);
  }

  private add(word: string, icon: string, strength: number): void {
    const hits = this.hits.get(word);
    if (!hits) {
      this.hits.set(word, [{ icon, strength }]);
      return;
    }
    const known = hits.find((hit) => hit.icon === icon);
    if (known) known.strength = Math.max(known.strength, strength);
    else hits.push({ icon, strength });
  }
}

const require = createRequire(import.meta.url);
const plainCode = (hexcode: string): string => hexcode.toLowerCase().replaceAll('-fe0f', '');

/** Read without the module cache: the index is all that is kept. */
const readJson = (file: string): unknown => JSON.parse(readFileSync(require.resolve(file), 'utf8'));

/** Empty for a language that emojibase does not have. */
function emojiOf(language: string): Emoji[] {
  try {
    return readJson(`emojibase-data/${language}/compact.json`) as Emoji[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return [];
    throw error;
  }
}

let names: Map<string, string> | undefined;
const indexes = new Map<string, IconIndex>();

/** Code points to names of drawings. */
function iconNames(): Map<string, string> {
  if (!names) {
    const chars = readJson('@iconify-json/fluent-emoji-flat/chars.json') as Record<string, string>;
    names = new Map(Object.entries(chars).map(([code, name]) => [plainCode(code), name]));
  }
  return names;
}

export const iconExists = (name: string): boolean => new Set(iconNames().values()).has(name);

/** The index for a language (ISO 639-1), built when it is first asked for. English always belongs to it. */
export function iconIndex(language: string): IconIndex {
  const known = indexes.get(language);
  if (known) return known;
  const index = new IconIndex(language, iconNames(), language === 'en' ? undefined : iconIndex('en'));
  indexes.set(language, index);
  return index;
}
