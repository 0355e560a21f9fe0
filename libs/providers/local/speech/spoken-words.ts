import { cardinal, year } from './numbers.js';
import {
  ABBREVIATIONS,
  ALSO_WORDS,
  isMonth,
  SHORT_FORMS,
  SPELT_OUT,
  spell,
  TITLES,
  TOP_LEVEL,
  TOP_LEVEL_WORDS,
  weekday,
} from './pronunciation.js';
import type { Around, Rule } from './spoken-token.js';

export const WORD_RULES: Rule[] = [
  [
    /^(\p{L}+)[-–](\p{L}+)$/u,
    ([, from = '', to = '']) => {
      const [first, last] = [weekday(from), weekday(to)];
      return first !== undefined && last !== undefined ? [first, 'to', last] : null;
    },
  ],
  [/^(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri)$/, ([day = '']) => [weekday(day) as string]],
  [
    /^St$/,
    (_, { token, previous }) =>
      token.closing.startsWith('.') ? [/^\p{Lu}/u.test(previous) ? 'street' : 'saint'] : null,
  ],
  [/^No$/i, (_, { token, next }) => (token.closing.startsWith('.') && /^\d/.test(next) ? ['number'] : null)],
  [/^[\p{L}.]+$/u, ([word = ''], around) => abbreviation(word, around)],
  [/^([A-Z]{2,6})(s|'s|’s)?$/, ([, letters = '', ending = '']) => initials(letters, ending)],
  [
    /^(?=.*\d)(?=.*\p{L})[\p{L}\d-]+$/u,
    ([word = '']) =>
      SHORT_FORMS.has(word.toLowerCase()) ? [SHORT_FORMS.get(word.toLowerCase()) as string] : sayParts(word),
  ],
];

/** A plain word; a compound in its parts. */
export function sayWord(word: string): string[] {
  const short = SHORT_FORMS.get(word.toLowerCase());
  if (short !== undefined) return short.split(' ');
  return word
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/&/g, ' and ')
    .replace(/\+/g, ' plus ')
    .split(/[^\p{L}\p{M}\d'’]+/u)
    .flatMap((part) => (/\d/.test(part) ? sayParts(part) : [latin(part)]))
    .filter((part) => part !== '');
}

/** A name made of words, letters and digits: "COVID-19", "MP3", "LisbonBakery". */
export function sayParts(name: string): string[] {
  const parts = name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').match(/\p{L}+|\d+/gu) ?? [];
  const said = parts.flatMap((part) => {
    if (/^\d/.test(part)) return /^(19|20)\d\d$/.test(part) ? year(part) : cardinal(part);
    const spelt = parts.length > 1 && part.length <= 3 && part === part.toUpperCase();
    return spelt || part.length === 1 ? spell(part) : sayWord(part);
  });
  return /\ds$/.test(name) ? [...said.slice(0, -2), `${said.at(-2) as string}s`] : said;
}

const SEPARATORS = new Map([
  ['.', 'dot'],
  ['@', 'at'],
  ['/', 'slash'],
  ['_', 'underscore'],
  ['-', 'dash'],
]);

/** An e-mail or web address; the scheme and "www" go without saying. */
export function sayAddress(address: string): string[] {
  const parts = address
    .replace(/^https?:\/\//i, '')
    .replace(/^www\./i, '')
    .replace(/\/$/, '')
    .split(/([.@/_-])/)
    .filter((part) => part !== '');
  return parts.flatMap((part, index) => {
    if (SEPARATORS.has(part)) return [SEPARATORS.get(part) as string];
    const label = part.toLowerCase();
    const spelt = parts[index - 1] === '.' && TOP_LEVEL.has(label) && !TOP_LEVEL_WORDS.has(label);
    return spelt ? spell(label) : sayParts(part);
  });
}

/** Lower-case a to z and apostrophes: what the voice's dictionary knows. Other scripts can't be said. */
function latin(word: string): string {
  return word
    .toLowerCase()
    .replace(/[ßøæœłđ]/gu, (letter) => ({ ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd' })[letter] ?? '')
    .normalize('NFD')
    .replace(/’/g, "'")
    .replace(/[^a-z']/g, '')
    .replace(/^'+|'+$/g, '');
}

function abbreviation(word: string, { token, next, previous }: Around): string[] | null {
  const lower = word.toLowerCase();
  const meaning = TITLES.get(lower) ?? ABBREVIATIONS.get(lower);
  if (/^\p{L}(\.\p{L})+$/u.test(word)) return meaning === undefined ? spell(word) : [meaning];
  if (isMonth(word) && (/^\d/.test(next) || /^\d/.test(previous))) return [meaning ?? lower];
  if (!token.closing.startsWith('.') || meaning === undefined) return null;
  return ALSO_WORDS.has(lower) && !/^[\d\p{Ll}]/u.test(next) ? null : [meaning];
}

/** Capitals: initials are spelt, shouted words are said. */
function initials(letters: string, ending: string): string[] | null {
  if (!SPELT_OUT.has(letters) && /[AEIOUY]/.test(letters)) return null;
  const spelt = spell(letters);
  return [...spelt.slice(0, -1), `${spelt.at(-1) as string}${ending.replace('’', "'")}`];
}
