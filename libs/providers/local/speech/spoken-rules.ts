import type { Around, Rule } from './spoken-token.js';
import { NUMBER_RULES } from './spoken-numbers.js';
import { sayAddress, sayParts, sayWord, WORD_RULES } from './spoken-words.js';
import { SYMBOLS, TOP_LEVEL } from './pronunciation.js';
import { cardinal } from './numbers.js';

/** How a token is said: the first rule that fits, else the word itself. */
export function sayToken(around: Around): string[] {
  const { core, opening } = around.token;
  if (core === '') return isRange(opening, around) ? ['to'] : [];
  for (const [pattern, say] of RULES) {
    const match = pattern.exec(core);
    const said =
      match &&
      say(
        Array.from(match, (part) => part ?? ''),
        around,
      );
    if (said) return said.flatMap((phrase) => phrase.split(' '));
  }
  return sayWord(core);
}

/** A dash between two figures: "7 am – 5 pm". */
export const isRange = (mark: string, { previous, next }: Pick<Around, 'previous' | 'next'>): boolean =>
  /^[-–—]$/u.test(mark) && /\d$|\d?[ap]\.?m$/i.test(previous) && /^[$€£]?\d/u.test(next);

const RULES: Rule[] = [
  [/^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/, ([address = '']) => sayAddress(address)],
  [/^(?:https?:\/\/|www\.)\S+$/i, ([address = '']) => sayAddress(address)],
  [
    /^[a-z\d-]*[a-z][a-z\d-]*(?:\.[a-z\d-]+)*\.([a-z]{2,6})(?:\/\S*)?$/i,
    ([address = '', top = '']) => (TOP_LEVEL.has(top.toLowerCase()) ? sayAddress(address) : null),
  ],
  [/^@([\w.]+)$/, ([, name = '']) => ['at', ...sayParts(name)]],
  [/^#(\d+)$/, ([, digits = '']) => ['number', ...cardinal(digits)]],
  [/^#(.+)$/, ([, name = '']) => ['hashtag', ...sayParts(name)]],
  ...NUMBER_RULES,
  [
    /^([~≈<>≥≤])(.+)$/u,
    ([, sign = '', rest = ''], around) => [
      SYMBOLS.get(sign) as string,
      ...sayToken({ ...around, token: { ...around.token, core: rest } }),
    ],
  ],
  [/^.{1,2}$/u, ([symbol = '']) => (SYMBOLS.has(symbol) ? [SYMBOLS.get(symbol) as string] : null)],
  ...WORD_RULES,
];
