import type { WordTiming } from '../../ports/index.js';

/** When each character of a text is heard, in seconds: three lists side by side. */
export interface CharacterTimes {
  characters: readonly string[];
  starts: readonly number[];
  ends: readonly number[];
}

/** The words of a text as captions count them: between white space, with their punctuation. */
export const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/**
 * Words out of characters: one for each word of the text, in order, never going back in time.
 * @returns null where the characters are not those of the text
 */
export function timingsOfCharacters(
  text: string,
  { characters, starts, ends }: CharacterTimes,
): WordTiming[] | null {
  const words = wordsOf(text);
  const spoken: { text: string; startSec: number; endSec: number }[] = [];
  let within = false;
  let last = 0;
  for (const [index, character] of characters.entries()) {
    if (/^\s*$/.test(character)) {
      within = false;
      continue;
    }
    const startSec = atLeast(last, starts[index]);
    const endSec = atLeast(startSec, ends[index]);
    last = endSec;
    const word = spoken.at(-1);
    if (within && word !== undefined) Object.assign(word, { text: word.text + character, endSec });
    else spoken.push({ text: character, startSec, endSec });
    within = true;
  }
  const fits = spoken.length === words.length && spoken.every((word, index) => word.text === words[index]);
  return fits ? spoken : null;
}

const atLeast = (least: number, given: number | undefined): number =>
  given !== undefined && Number.isFinite(given) ? Math.max(least, given) : least;
