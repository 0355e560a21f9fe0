import type { z } from 'zod';
import type { TimedCaption, WordTimingSchema } from './timeline.js';
import { isDense, isUnspaced, joinWords } from './word-splitting.js';

type Word = z.output<typeof WordTimingSchema>;

export const MIN_CAPTION_SEC = 0.7;
/** How long a caption stays after its last word where nothing follows at once. */
const HOLD_SEC = 0.4;

interface Limits {
  characters: number;
  words: number;
  /** A line-up of so few words (or, without spaces, characters) looks lost. */
  lonely: (words: readonly Word[]) => boolean;
}

const SPACED: Limits = { characters: 42, words: 7, lonely: (words) => words.length === 1 };
const UNSPACED: Limits = { characters: 42, words: 16, lonely: (words) => lettersOf(words) <= 4 };
const DENSE: Limits = { characters: 24, words: 14, lonely: (words) => lettersOf(words) <= 3 };

const lettersOf = (words: readonly Word[]) => words.reduce((sum, word) => sum + [...word.text].length, 0);

const SENTENCE_END = /[.!?…。！？]["'”’»」』)]*$/u;
const CLAUSE_END = /[,;:–—、，；：]["'”’»」』)]*$/u;
/** Words that belong to what follows: a line should not end on them. */
const LEANING =
  /^(a|an|the|of|to|in|on|at|by|for|with|from|and|or|but|as|is|are|was|were|be|our|your|his|her|their|its|my|this|that|these|no|not|so|if|than|into|de|la|le|les|el|los|las|un|une|una|der|die|das|ein|eine|und|et|y|e|o|do|da|em|com|il|di)$/iu;

/** Words that belong to what precedes: signs ("40 %"), particles and endings of Japanese and Chinese. */
const BOUND =
  /^([^\p{L}\p{N}]+|[をがはにでとのへもや]|から|まで|より|です|ます|する|ください|的|了|吗|呢|吧)$/u;

/** Costs of a break, in no unit but each other. A limit is broken only where nothing else is possible. */
const COST = {
  chunk: 1,
  /** For being longer or shorter than is comfortable, squared. */
  length: 6,
  midSentence: 2,
  afterLeaning: 3,
  beforeBound: 4,
  beforeLeaning: -0.8,
  atClause: -1,
  atSentence: -3,
  acrossSentence: 6,
  acrossClause: 0.4,
  lonely: 8,
  over: 1000,
};
const COMFORTABLE = 0.62;

/**
 * Cuts a scene's words into captions: about 42 characters and 7 words, at the ends of sentences and clauses where it can be, no
 * word left alone, each on screen for at least 0.7 s. Finds the cheapest of all ways to cut.
 *
 * @param endSec when the last caption has to be gone
 */
export function cutCaptions(
  words: readonly Word[],
  endSec: number,
  language: string,
  holdSec = HOLD_SEC,
): TimedCaption[] {
  const limits = isDense(language) ? DENSE : isUnspaced(language) ? UNSPACED : SPACED;
  const cheapest: { cost: number; from: number }[] = [{ cost: 0, from: 0 }];
  for (let end = 1; end <= words.length; end++) {
    let best = { cost: Infinity, from: 0 };
    for (let from = Math.max(0, end - 3 * limits.words); from < end; from++) {
      const until = words[end]?.startSec ?? endSec;
      if (until - (words[from] as Word).startSec < MIN_CAPTION_SEC && !(from === 0 && end === words.length))
        continue;
      const cost = (cheapest[from] as { cost: number }).cost + costOf(words, from, end, limits, language);
      if (cost < best.cost) best = { cost, from };
    }
    cheapest.push(best);
  }
  const captions: TimedCaption[] = [];
  for (let end = words.length; end > 0; end = (cheapest[end] as { from: number }).from) {
    const { cost, from } = cheapest[end] as { cost: number; from: number };
    const first = cost === Infinity ? 0 : from;
    captions.unshift(captionOf(words.slice(first, end), captions[0]?.startSec ?? endSec, holdSec));
    if (cost === Infinity) break;
  }
  return captions;
}

function captionOf(words: Word[], untilSec: number, holdSec: number): TimedCaption {
  const startSec = (words[0] as Word).startSec;
  const wanted = Math.max((words.at(-1) as Word).endSec + holdSec, startSec + MIN_CAPTION_SEC);
  return { startSec, endSec: Math.min(untilSec, wanted), words };
}

function costOf(words: readonly Word[], from: number, end: number, limits: Limits, language: string): number {
  const chunk = words.slice(from, end);
  const last = chunk.at(-1) as Word;
  const length = joinWords(
    chunk.map(({ text }) => text),
    language,
  ).length;
  const isSentence =
    SENTENCE_END.test(last.text) && (from === 0 || SENTENCE_END.test((words[from - 1] as Word).text));

  let cost = COST.chunk + COST.length * (length / limits.characters - COMFORTABLE) ** 2;
  if (chunk.length > 1)
    cost += COST.over * (Math.max(0, length - limits.characters) + Math.max(0, chunk.length - limits.words));
  if (limits.lonely(chunk) && !isSentence && chunk.length < words.length) cost += COST.lonely;
  for (const { text } of chunk.slice(0, -1)) {
    if (SENTENCE_END.test(text)) cost += COST.acrossSentence;
    else if (CLAUSE_END.test(text)) cost += COST.acrossClause;
  }
  if (end === words.length) return cost;
  if (SENTENCE_END.test(last.text)) return cost + COST.atSentence;
  if (CLAUSE_END.test(last.text)) return cost + COST.atClause;
  const next = (words[end] as Word).text;
  cost += COST.midSentence;
  if (BOUND.test(next.replace(/[。、，！？,.;:!?]+$/u, ''))) cost += COST.beforeBound;
  if (LEANING.test(last.text)) cost += COST.afterLeaning;
  else if (LEANING.test(next)) cost += COST.beforeLeaning;
  return cost;
}
