import type { SpokenSentence } from './spoken-text.js';

/** A speech sound and when it ends, in seconds from the start of its sentence. */
export interface Segment {
  phone: string;
  endSec: number;
}

export interface Span {
  startSec: number;
  endSec: number;
}

const PAUSE = 'pau';
/** So much faster that any sound of a marked word is shorter than any sound of an unmarked one. */
const MARKED_RATE = 50;
const MARKED_BELOW_SEC = 0.012;

/** The program's input for speaking the sentences: one a paragraph, a comma where a clause ends. */
export const plainText = (sentences: SpokenSentence[]): string => paragraphs(sentences, (words) => words);

/**
 * The same sentences, every second word marked by a rate that no speech has. Flite does not tell where a word begins, but the
 * durations of this reading do: long sounds belong to unmarked words, short ones to marked words, in the very context in
 * which they are to be spoken. It is never heard, so the quickest voice reads it.
 */
export function markedText(sentences: SpokenSentence[]): string {
  return paragraphs(sentences, (words, index) =>
    index % 2 === 0 ? words : `<prosody rate="${MARKED_RATE}">${words}</prosody>`,
  );
}

function paragraphs(sentences: SpokenSentence[], write: (words: string, index: number) => string): string {
  return sentences
    .map(({ words, end }) => {
      const spoken = spokenGroups(words);
      const text = spoken.map(({ say, clauseEnds }, index) =>
        write(say + (index === spoken.length - 1 ? end : clauseEnds ? ',' : ''), index),
      );
      return `${text.join(' ')}\n\n`;
    })
    .join('');
}

/** The words that are heard; a silent one passes its clause end on to the one before. */
function spokenGroups(words: SpokenSentence['words']): { say: string; clauseEnds: boolean }[] {
  const groups: { say: string; clauseEnds: boolean }[] = [];
  for (const { say, clauseEnds } of words) {
    const last = groups.at(-1);
    if (say.length > 0) groups.push({ say: say.join(' '), clauseEnds });
    else if (last !== undefined) last.clauseEnds ||= clauseEnds;
  }
  return groups;
}

/** Reads a line of `flite -psdur`: "pau:0.184 dh:0.233 …". */
export const parseSegments = (line: string): Segment[] =>
  line
    .trim()
    .split(/\s+/)
    .map((item) => {
      const [phone = '', end = '0'] = item.split(':');
      return { phone, endSec: Number(end) };
    });

/**
 * When each word of a sentence is heard; a silent one takes no time, at the end of the one before. Where the two
 * readings do not agree, the time is shared out by the length of the words.
 */
export function wordSpans(words: SpokenSentence['words'], spoken: Segment[], marked: Segment[]): Span[] {
  const heard = words.filter(({ say }) => say.length > 0);
  const spans =
    spansOfGroups(spoken, marked, heard.length) ??
    sharedOut(
      spoken,
      heard.map(({ say }) => say.join('').length),
    );
  let last = spans[0]?.startSec ?? 0;
  return words.map(({ say }) => {
    const span = say.length > 0 ? (spans.shift() as Span) : { startSec: last, endSec: last };
    last = span.endSec;
    return span;
  });
}

function spansOfGroups(spoken: Segment[], marked: Segment[], count: number): Span[] | null {
  if (spoken.length !== marked.length) return null;
  const spans: Span[] = [];
  let current: boolean | null = null;
  for (const [index, { phone, endSec }] of spoken.entries()) {
    if (phone === PAUSE) continue;
    const startSec = spoken[index - 1]?.endSec ?? 0;
    const isMarked = (marked[index]?.endSec ?? 0) - (marked[index - 1]?.endSec ?? 0) < MARKED_BELOW_SEC;
    const span = spans.at(-1);
    if (isMarked === current && span !== undefined) span.endSec = endSec;
    else spans.push({ startSec, endSec });
    current = isMarked;
  }
  return spans.length === count ? spans : null;
}

function sharedOut(spoken: Segment[], weights: number[]): Span[] {
  const { startSec, endSec } = voicedSpan(spoken);
  const total = weights.reduce((a, b) => a + b, 0);
  let sum = 0;
  return weights.map((weight) => {
    const from = startSec + ((endSec - startSec) * sum) / total;
    sum += weight;
    return { startSec: from, endSec: startSec + ((endSec - startSec) * sum) / total };
  });
}

/** From the first sound to the last, without the pauses around. */
export function voicedSpan(segments: Segment[]): Span {
  const first = segments.findIndex(({ phone }) => phone !== PAUSE);
  const last = segments.findLastIndex(({ phone }) => phone !== PAUSE);
  return { startSec: segments[first - 1]?.endSec ?? 0, endSec: segments[last]?.endSec ?? 0 };
}

/** The pauses between clauses, in order. */
export function innerPauses(segments: Segment[]): Span[] {
  const { startSec, endSec } = voicedSpan(segments);
  return segments.flatMap((segment, index) => {
    const from = segments[index - 1]?.endSec ?? 0;
    return segment.phone === PAUSE && from >= startSec && segment.endSec <= endSec
      ? [{ startSec: from, endSec: segment.endSec }]
      : [];
  });
}
