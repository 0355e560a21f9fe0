import { detectAll } from 'tinyld';
import { wordsOf } from './words.js';

/** Words that give a short text away; statistics alone are at a loss with less than a line. */
const FUNCTION_WORDS: Record<string, string> = {
  en: 'the a an and of to in is are for with our we you your that this from at on by it about make will be have has new open come now today',
  fr: 'le la les un une des et de du est sont pour avec notre nos nous vous votre vos que qui dans sur au aux à en ce cette chez plus sans',
  es: 'el la los las un una unos y de del es son para con nuestro nuestra nuestros nos su sus que en por al más este esta sin tu hoy',
  de: 'der die das den dem ein eine einen einem und von ist sind für mit unser unsere wir sie ihr ihre dass in im am auf zu zum zur nicht auch bei jetzt',
  it: 'il lo la gli le un una e di del della è sono per con nostro nostra che in nel nella al alla più questo questa',
  pt: 'o a os as um uma e de do da dos das é são para com nosso nossa que em no na nos nas ao mais este esta você seu sua não',
  nl: 'de het een en van is zijn voor met onze wij je jouw uw dat in op te bij ook niet naar deze dit',
};

const SETS = Object.entries(FUNCTION_WORDS).map(
  ([code, words]) => [code, new Set(words.split(' '))] as const,
);

/** A text this short gives statistics nothing to go by, unless its script or its small words do. */
const ENOUGH_LETTERS = 24;
const DEFAULT = 'en';

/** ISO 639-1 code of the text's language; `en` where nothing speaks for another. Deterministic. */
export function detectLanguage(text: string): string {
  const letters = text.match(/\p{L}/gu) ?? [];
  if (letters.length === 0) return DEFAULT;
  const share = (script: RegExp): number =>
    letters.filter((letter) => script.test(letter)).length / letters.length;
  if (share(/[\p{scx=Hiragana}\p{scx=Katakana}]/u) > 0.1) return 'ja';
  if (share(/\p{scx=Han}/u) > 0.4) return 'zh';
  if (share(/\p{scx=Greek}/u) > 0.5) return 'el';
  const byWords = smallWords(text);
  if (share(/\p{scx=Latin}/u) > 0.5 && byWords !== undefined) return byWords;
  const [best] = detectAll(text);
  if (best === undefined || !/^[a-z]{2}$/.test(best.lang)) return DEFAULT;
  const sure = share(/\p{scx=Latin}/u) <= 0.5 || (letters.length >= ENOUGH_LETTERS && best.accuracy >= 0.3);
  if (sure) return best.lang;
  // Too little to be sure of a rare language, but "Pain frais" is more likely French than English.
  const known = FUNCTION_WORDS[best.lang] !== undefined;
  return known && best.accuracy >= 0.1 ? best.lang : DEFAULT;
}

function smallWords(text: string): string | undefined {
  const words = wordsOf(text.toLowerCase(), 'en');
  const scores = SETS.map(([code, set]) => [code, words.filter((word) => set.has(word)).length] as const);
  const [first, second] = scores.toSorted((a, b) => b[1] - a[1]);
  if (first === undefined || second === undefined || first[1] < 2 || first[1] < words.length * 0.12)
    return undefined;
  return first[1] >= second[1] + 2 || (first[1] > second[1] && first[1] >= 3) ? first[0] : undefined;
}
