import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { font, hasCjk, type Weight } from './fonts.js';

/** A piece of text that stays on one line. */
export interface Token {
  text: string;
  /** Whether a space stands before it where both are on one line. */
  spaced: boolean;
  /** Which of the text's whitespace-separated words it belongs to, from 0. */
  word: number;
}

export interface PlacedToken extends Token {
  /** Pixels from the line's start. */
  x: number;
  width: number;
}

export interface TextLine {
  tokens: PlacedToken[];
  width: number;
}

export interface FittedText {
  size: number;
  weight: Weight;
  lines: TextLine[];
  width: number;
  height: number;
  /** Pixels from one baseline to the next. */
  lineHeight: number;
}

export interface FitOptions {
  width: number;
  height: number;
  maxSize: number;
  /** Words stay whole down to this size. */
  minSize: number;
  maxLines: number;
  weight: Weight;
  /** Distance of baselines as a multiple of the size. */
  leading: number;
  /** Spaces between Chinese or Japanese words only mark where they end, and are not shown. */
  closeCjk?: boolean;
}

const scratch = createCanvas(8, 8).getContext('2d');
const words = new Intl.Segmenter('ja', { granularity: 'word' });
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Signs that must not begin a line, and signs that must not end one (the core of JIS X 4051). */
const NEVER_FIRST =
  /^[、。，．,.!?！？：；:;…‥ー・）)\]」』】〕〉》”’％%ゝ々ぁぃぅぇぉっゃゅょァィゥェォッャュョ]/u;
const NEVER_LAST = /[（([「『【〔〈《“‘]$/u;

/** Sets what every drawn text has in common; `tracking` is in em. */
export function useFont(context: SKRSContext2D, weight: Weight, size: number): void {
  context.lang = 'en';
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  context.font = font(weight, size);
  context.letterSpacing = `${tracking(size, weight)}px`;
}

/** Large bold letters sit closer together. */
const tracking = (size: number, weight: Weight): number => (weight === 800 ? -0.022 * size : -0.006 * size);

export function measure(text: string, weight: Weight, size: number): number {
  useFont(scratch, weight, size);
  return scratch.measureText(text).width;
}

/** How far the ink of a text reaches from the start of its baseline, in whole pixels. */
export function inkOf(
  text: string,
  weight: Weight,
  size: number,
): { left: number; right: number; above: number; below: number } {
  useFont(scratch, weight, size);
  const box = scratch.measureText(text);
  return {
    left: Math.max(0, Math.ceil(box.actualBoundingBoxLeft)),
    right: Math.max(0, Math.ceil(box.actualBoundingBoxRight)),
    above: Math.max(0, Math.ceil(box.actualBoundingBoxAscent)),
    below: Math.max(0, Math.ceil(box.actualBoundingBoxDescent)),
  };
}

/** Height of a capital letter in em. */
const CAP_HEIGHT = 0.727;

/** Where the baseline lies in a line, from its top, so that capitals stand in its middle. */
export const baselineIn = (lineHeight: number, size: number): number => (lineHeight + CAP_HEIGHT * size) / 2;

/** Pictographs are drawn as illustrations; no text font has them. */
const PICTOGRAPHS =
  /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u200d|\ufe0f|\u20e3/gu;
const KEPT_SIGNS = /[©®™]/u;

/** Cuts a text at its spaces; Chinese and Japanese, which have none, between their words. */
export function tokenise(text: string): Token[] {
  return text
    .trim()
    .split(/\s+/u)
    .map((chunk) => chunk.replace(PICTOGRAPHS, (sign) => (KEPT_SIGNS.test(sign) ? sign : '')))
    .flatMap((chunk, word) =>
      hasCjk(chunk) ? cutCjk(chunk, word) : chunk === '' ? [] : [{ text: chunk, spaced: true, word }],
    );
}

const closeUp = (tokens: Token[]): Token[] =>
  tokens.map((token, index) => {
    const before = tokens[index - 1];
    const touches = before !== undefined && hasCjk(before.text.slice(-1)) && hasCjk(token.text.slice(0, 1));
    return touches ? { ...token, spaced: false } : token;
  });

function cutCjk(chunk: string, word: number): Token[] {
  const tokens: Token[] = [];
  for (const { segment } of words.segment(chunk)) {
    const last = tokens.at(-1);
    if (last && (NEVER_FIRST.test(segment) || NEVER_LAST.test(last.text))) last.text += segment;
    else tokens.push({ text: segment, spaced: last === undefined, word });
  }
  return tokens;
}

const splitGraphemes = (text: string): string[] =>
  Array.from(graphemes.segment(text), ({ segment }) => segment);

/** Below this share of the largest size, breaking a long word looks better than a line of small letters. */
const WHOLE_WORDS = 0.6;
const SMALLEST = 4;
const SHRINK = 0.96;

/** Sets the text as large as it fits: shrinks, wraps, evens out the lines, and breaks words that are too long. */
export function fitText(text: string, options: FitOptions): FittedText {
  const tokens = options.closeCjk ? closeUp(tokenise(text)) : tokenise(text);
  const whole = Math.max(options.minSize, options.maxSize * WHOLE_WORDS);
  for (let size = options.maxSize; ; size *= SHRINK) {
    const pieces = size > whole ? tokens : breakLong(tokens, size, options);
    const lines = wrap(pieces, size, options.width, options.weight);
    if (fits(lines, size, options) || size < SMALLEST) return settle(pieces, lines, size, options);
  }
}

function fits(lines: TextLine[], size: number, { width, height, maxLines, leading }: FitOptions): boolean {
  return (
    lines.length <= maxLines &&
    lines.length * size * leading <= height &&
    lines.every((line) => line.width <= width)
  );
}

function wrap(tokens: Token[], size: number, width: number, weight: Weight): TextLine[] {
  const space = measure('n n', weight, size) - measure('nn', weight, size);
  const lines: TextLine[] = [];
  let line: TextLine | undefined;
  for (const token of tokens) {
    const advance = measure(token.text, weight, size);
    const gap = line && token.spaced ? space : 0;
    if (line && line.width + gap + advance <= width) {
      line.tokens.push({ ...token, x: line.width + gap, width: advance });
      line.width += gap + advance;
    } else {
      line = { tokens: [{ ...token, x: 0, width: advance }], width: advance };
      lines.push(line);
    }
  }
  return lines;
}

/** The narrowest setting with the same number of lines: no line is left with a lonely word. */
function settle(tokens: Token[], lines: TextLine[], size: number, options: FitOptions): FittedText {
  let [low, high] = [options.width / Math.max(1, lines.length) / 2, options.width];
  let best = lines;
  for (let step = 0; step < 7 && lines.length > 1; step++) {
    const middle = (low + high) / 2;
    const narrower = wrap(tokens, size, middle, options.weight);
    if (narrower.length === lines.length && narrower.every((line) => line.width <= middle)) {
      best = narrower;
      high = middle;
    } else low = middle;
  }
  return {
    size,
    weight: options.weight,
    lines: best,
    width: Math.max(0, ...best.map((line) => line.width)),
    height: best.length * size * options.leading,
    lineHeight: size * options.leading,
  };
}

/** Breaks words that are wider than the line into even pieces, with a hyphen except between Chinese or Japanese letters. */
function breakLong(tokens: Token[], size: number, { width, weight }: FitOptions): Token[] {
  return tokens.flatMap((token) => {
    const whole = measure(token.text, weight, size);
    if (whole <= width) return [token];
    const hyphen = hasCjk(token.text) ? '' : '-';
    const room = width - measure(hyphen, weight, size);
    const share = Math.min(room, whole / Math.ceil(whole / room) + size * 0.3);
    const pieces: Token[] = [];
    const add = (text: string) =>
      pieces.push({ ...token, text, spaced: pieces.length === 0 && token.spaced });
    let piece = '';
    for (const letter of splitGraphemes(token.text)) {
      if (piece !== '' && measure(piece + letter, weight, size) > share) {
        add(piece + hyphen);
        piece = '';
      }
      piece += letter;
    }
    add(piece);
    return pieces;
  });
}
