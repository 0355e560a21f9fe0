import type { TimedCaption, Timeline } from './timeline.js';

/** A line of a caption file. Times are whole milliseconds; cues follow each other and never overlap. */
interface Cue {
  startMs: number;
  endMs: number;
  text: string;
}

/** Subtitle guidelines (BBC, Netflix) keep a line within about 42 characters. */
const LINE_LENGTH = 42;

/** Scripts written without spaces between words, and their full-width punctuation. */
const SPACELESS = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\u3000-\u303f\uff00-\uffef]/u;

/** SubRip. It has no escapes, so what a player would take for a tag or an arrow is broken up by an invisible joiner. */
export const toSrt = (timeline: Timeline): string =>
  cues(timeline)
    .map(
      ({ startMs, endMs, text }, index) =>
        `${index + 1}\n${clock(startMs, ',')} --> ${clock(endMs, ',')}\n${disarm(text)}\n`,
    )
    .join('\n');

/** WebVTT (W3C), with its character references. */
export const toVtt = (timeline: Timeline): string =>
  [
    'WEBVTT\n',
    ...cues(timeline).map(
      ({ startMs, endMs, text }) => `${clock(startMs, '.')} --> ${clock(endMs, '.')}\n${escapeVtt(text)}\n`,
    ),
  ].join('\n');

/**
 * Words as they read in running text: with spaces, except where a film's language has none (Japanese, Chinese, Thai).
 * Which one it is shows in the words themselves.
 */
export function joinWords(words: readonly string[], spaceless = isSpaceless(words)): string {
  return words.reduce((text, word) => {
    const joined = spaceless && (SPACELESS.test(text.at(-1) ?? '') || SPACELESS.test(word.charAt(0)));
    return text === '' || joined ? text + word : `${text} ${word}`;
  }, '');
}

/** Whether most of the words are of a language that is written without spaces. */
export const isSpaceless = (words: readonly string[]): boolean =>
  words.filter((word) => SPACELESS.test(word)).length > words.length / 2;

/** The words of a caption without white space in or around them; empty ones are left out. */
export const captionWords = ({ words }: Pick<TimedCaption, 'words'>): string[] =>
  words.flatMap(({ text }) => text.split(/\s+/u).filter((word) => word !== ''));

function cues(timeline: Timeline): Cue[] {
  const captions = timeline.scenes
    .flatMap((scene) => scene.captions)
    .map((caption) => ({ ...caption, words: captionWords(caption) }))
    .filter(({ words }) => words.length > 0)
    .sort((a, b) => a.startSec - b.startSec);
  const spaceless = isSpaceless(captions.flatMap(({ words }) => words));
  const out: Cue[] = [];
  captions.forEach(({ startSec, endSec, words }, index) => {
    const startMs = Math.max(milliseconds(startSec), out.at(-1)?.endMs ?? 0);
    const next = captions[index + 1];
    const endMs = Math.min(milliseconds(endSec), next ? milliseconds(next.startSec) : Infinity);
    out.push({ startMs, endMs: Math.max(endMs, startMs + 1), text: twoLines(joinWords(words, spaceless)) });
  });
  return out;
}

/** Breaks a long line at the space nearest to its middle. */
function twoLines(text: string): string {
  if (text.length <= LINE_LENGTH) return text;
  const middle = text.length / 2;
  const spaces = [...text.matchAll(/ /g)].map(({ index }) => index);
  const at = spaces.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
  return at === undefined ? text : `${text.slice(0, at)}\n${text.slice(at + 1)}`;
}

const WORD_JOINER = '\u2060';

const disarm = (text: string): string =>
  text
    .replace(/<(?=[a-z/!?])/gi, `<${WORD_JOINER}`)
    .replace(/\{(?=\\)/g, `{${WORD_JOINER}`)
    .replaceAll('-->', `--${WORD_JOINER}>`);

const escapeVtt = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const milliseconds = (seconds: number): number => Math.round(seconds * 1000);

function clock(ms: number, decimal: ',' | '.'): string {
  const part = (value: number, digits = 2) => String(Math.floor(value)).padStart(digits, '0');
  return `${part(ms / 3_600_000)}:${part((ms / 60_000) % 60)}:${part((ms / 1000) % 60)}${decimal}${part(ms % 1000, 3)}`;
}
