import { fold } from '../words.js';

/** A pattern for a list of beginnings of words; `$` ends a whole word, `-` stands for a space or a hyphen. */
export const stems = (list: string): RegExp =>
  new RegExp(
    `(?<![a-z])(?:${list
      .split(/\s+/)
      .map((stem) => stem.replaceAll('-', '[ -]').replace(/\$$/, '(?![a-z])'))
      .join('|')})`,
    'g',
  );

/** How many different words of the list the text has. */
export const hits = (text: string, pattern: RegExp): number => new Set(fold(text).match(pattern)).size;
