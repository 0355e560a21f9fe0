import { ABBREVIATIONS, ALSO_WORDS, TITLES } from './pronunciation.js';
import { isRange, sayToken } from './spoken-rules.js';
import type { Around, Token } from './spoken-token.js';

/** One whitespace-separated word of a text, and the plain lower-case English words in which it is said (none: silent). */
export interface SpokenWord {
  text: string;
  say: string[];
  /** The voice pauses after it. */
  clauseEnds: boolean;
}

export interface SpokenSentence {
  words: SpokenWord[];
  end: '.' | '?' | '!';
}

/** Longer ones are cut: the voice takes a limited number of words at once. */
const LONGEST_SENTENCE = 80;

const OPENING = /^["'“”‘’«»()[\]{}*_¿¡…—–-]+/u;
const CLOSING = /["'“”‘’«»()[\]{}*_.,;:!?…—–-]+$/u;

/**
 * Writes an English text out as it is to be spoken: numbers, prices, times, addresses and abbreviations become words. Every
 * whitespace-separated word of the text is there, in order, so that its time can be told.
 */
export function spokenSentences(text: string): SpokenSentence[] {
  const raw = text
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const tokens = raw.map(tokenOf);
  const sentences: SpokenSentence[] = [];
  let words: SpokenWord[] = [];
  tokens.forEach((token, index) => {
    const next = tokens[index + 1];
    const around = {
      token,
      previous: tokens[index - 1]?.core ?? '',
      beforePrevious: tokens[index - 2]?.core ?? '',
      next: next?.core ?? '',
    };
    words.push({ text: raw[index] as string, say: sayToken(around), clauseEnds: clauseEnds(around, next) });
    const end = sentenceEnd(token, next, tokens[index - 1]);
    if (end === null && next !== undefined && words.length < LONGEST_SENTENCE) return;
    sentences.push({ words, end: end ?? '.' });
    words = [];
  });
  return withVoice(sentences);
}

function tokenOf(word: string): Token {
  if (/^-[\d$€£]/u.test(word)) return { opening: '', ...trimEnd(word) };
  const opening = OPENING.exec(word)?.[0] ?? '';
  return { opening, ...trimEnd(word.slice(opening.length)) };
}

function trimEnd(word: string): { core: string; closing: string } {
  const closing = CLOSING.exec(word)?.[0] ?? '';
  return { core: word.slice(0, word.length - closing.length), closing };
}

function clauseEnds(around: Around, next: Token | undefined): boolean {
  const { core, opening, closing } = around.token;
  if (core === '') return /[-–—…:;,(]/u.test(opening) && !isRange(opening, around);
  return (
    /[,;:…—–)?!]/u.test(closing) || (next !== undefined && next.core !== '' && /[(—–]/u.test(next.opening))
  );
}

/** The mark that ends the sentence here, or null. */
function sentenceEnd(
  token: Token,
  next: Token | undefined,
  previous: Token | undefined,
): SpokenSentence['end'] | null {
  const marks = token.core === '' ? token.opening + token.closing : token.closing;
  // A quotation in the middle of a sentence: she said "Stop!" and left.
  if (/[?!]["'”’»]$/u.test(marks) && /^\p{Ll}/u.test(next?.core ?? '')) return null;
  if (marks.includes('?')) return '?';
  if (marks.includes('!')) return '!';
  const capitalNext = next === undefined || /^\p{Lu}/u.test(next.core);
  if (/…|\.\./u.test(marks)) return capitalNext ? '.' : null;
  if (!marks.includes('.')) return null;
  const word = token.core.toLowerCase();
  if (TITLES.has(word) || (word === 'no' && /^\d/.test(next?.core ?? ''))) return null;
  // "Main St." may end a sentence; "St. Mary" does not.
  if (word === 'st') return capitalNext && /^\p{Lu}/u.test(previous?.core ?? '') ? '.' : null;
  if (ABBREVIATIONS.has(word) && !ALSO_WORDS.has(word))
    return capitalNext && !/^\d/.test(next?.core ?? '') ? '.' : null;
  if (ALSO_WORDS.has(word) && /^[\d\p{Ll}]/u.test(next?.core ?? '')) return null;
  if (/^\p{L}(\.\p{L})+$/u.test(token.core)) return capitalNext ? '.' : null;
  // The initial of a name: "J. Smith".
  if (/^[A-HJ-Z]$/.test(token.core) && next !== undefined)
    return /^\p{Lu}/u.test(previous?.core ?? 'A') ? null : '.';
  return '.';
}

/** Sentences with nothing to say (a lone dash or an emoji) join the one before, or else the one after. */
function withVoice(sentences: SpokenSentence[]): SpokenSentence[] {
  const out: SpokenSentence[] = [];
  let pending: SpokenWord[] = [];
  for (const { words, end } of sentences) {
    const last = out.at(-1);
    if (words.some((word) => word.say.length > 0)) {
      out.push({ words: [...pending, ...words], end });
      pending = [];
    } else if (last === undefined) {
      pending = [...pending, ...words];
    } else {
      last.words.push(...words);
    }
  }
  return pending.length > 0 ? [{ words: pending, end: '.' }] : out;
}
