import type { Facts } from './facts.js';
import { inEnglish } from './lexicon/english.js';
import { GRAMMARS } from './grammar/index.js';
import { fold, wordsOf } from './words.js';

const EMPTY = new Set(
  'this that these those with from your our you we they them there here have has had will would could should about into than then when what which where while more most much many some such very just only also even every other another make makes made take takes come comes goes give gives need needs want wants like look know think good great best better first last next time times thing things people today tomorrow something everything nothing minute minutes hour hours second seconds day days week weeks year years moment true let get pre say said hello count forward keep find meet discover remember hello talk story video film lot bit way start starts begin begins cost costs find welcome ready closer stop listen worth heard left right full each both open opens opening free show shows help helps work works fast less late early soon again never always ever still over under between during before after within without because until through against among along across behind beyond near does doing done being been were was are is am not but and for the its it’s'.split(
    ' ',
  ),
);
const EMPTY_OTHER = new Set(
  'avec pour dans votre notre nous vous plus cette comme mais tout tous toute chez sans sont fait faire être avoir entre aussi encore découvrez venez heures minutes jours para con por como pero más este esta nuestro nuestra todo todos desde hasta sobre hace hacer tiene puede cuando donde ser está horas minutos días und oder aber mit für nicht auch eine einen einem einer unser unsere unseren sich sind wird werden haben kann mehr alle jede jeder jeden heute jetzt immer noch schon nach über unter zwischen ohne beim durch gegen stunden minuten tage uhr perché della delle degli sono alla alle nella questo questa anche come più nostra nostro pelo pela uma nosso nossa você muito'.split(
    ' ',
  ),
);

/** Lower-case words that say what a text is about, the most telling first, in English where it is known. */
export function keywordsOf(text: string, facts: Facts, limit = 8): string[] {
  const { language } = facts;
  const phrases = (GRAMMARS[language]?.nounPhrases(text) ?? []).join(' ').toLowerCase();
  const scored = new Map<string, number>();
  wordsOf(text, language).forEach((word, i) => {
    const plain = word.toLowerCase().replace(/['’]s$/, '');
    if (!isTelling(plain, language)) return;
    const english = inEnglish(plain, language) ?? plain;
    const score =
      (phrases.includes(plain) ? 2 : 0) +
      (english === plain ? 0 : 2) +
      (fold(word).length > 4 ? 0.5 : 0) -
      i * 0.02;
    scored.set(english, Math.max(scored.get(english) ?? -Infinity, score));
  });
  return [...scored]
    .sort((a, b) => b[1] - a[1])
    .slice(0, limit)
    .map(([word]) => word);
}

function isTelling(word: string, language: string): boolean {
  if (/[\d.@_'’]/.test(word) || EMPTY.has(word) || EMPTY_OTHER.has(word)) return false;
  return /[\p{scx=Han}\p{scx=Kana}]/u.test(word)
    ? word.length >= 1 && !/^\p{scx=Hira}+$/u.test(word)
    : word.length >= (language === 'en' ? 3 : 4);
}
