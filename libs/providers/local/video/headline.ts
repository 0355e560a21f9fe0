import type { Canvas } from '@napi-rs/canvas';
import { bitmap } from './bitmap.js';
import { easeOutCubic, easeOutQuint, progress } from './easing.js';
import type { Film } from './film.js';
import type { Layer } from './moment.js';
import { baselineIn, inkOf, useFont, type FittedText } from './text.js';

export interface TextBlockOptions {
  /** The block's left, middle or right edge by `align`, and its top, in pixels. */
  x: number;
  y: number;
  align: 'left' | 'center';
  colour: string;
  /** Draws the most telling word in this colour. */
  stress?: string;
  /** Seconds from the clip's start, at leisure. */
  startSec: number;
  /** Between one word and the next. */
  stepSec: number;
  depth?: number;
}

const RISE_SEC = 0.55;
/** How far below its place a word begins, as a share of the size. */
const DROP = 0.9;
/** Room around a word's ink, in pixels, so that its edges stay soft when it is scaled. */
const EDGE = 2;

interface Word {
  picture: Canvas;
  x: number;
  y: number;
}

/** Text whose words rise one after the other. Each is a bitmap cut to its ink: copying that is cheaper than setting it. */
export function textBlock(film: Film, text: FittedText, options: TextBlockOptions): Layer {
  const words = wordsAt(text, options);
  const step = options.stepSec * film.pace;
  const start = options.startSec * film.pace;
  const rise = RISE_SEC * film.pace;

  return (context, at) => {
    if (at.t < start) return;
    film.camera.look(context, options.depth ?? 0.4, at, () => {
      for (const [index, { picture, x, y }] of words.entries()) {
        const come = progress(at.t, start + step * index, rise);
        if (come <= 0) break;
        context.globalAlpha = easeOutCubic(Math.min(1, come * 1.8));
        context.drawImage(picture, x, y + (1 - easeOutQuint(come)) * text.size * DROP);
      }
      context.globalAlpha = 1;
    });
  };
}

function wordsAt(text: FittedText, { x: at, y: top, align, colour, stress }: TextBlockOptions): Word[] {
  const { size, weight, lineHeight, lines } = text;
  const stressed = stress === undefined ? undefined : tellingWord(text);
  return lines.flatMap((line, row) => {
    const left = align === 'center' ? at - line.width / 2 : at;
    const baseline = Math.round(top + row * lineHeight + baselineIn(lineHeight, size));
    return line.tokens.map((token): Word => {
      const ink = inkOf(token.text, weight, size);
      const picture = bitmap(ink.left + ink.right + 2 * EDGE, ink.above + ink.below + 2 * EDGE, (context) => {
        useFont(context, weight, size);
        context.fillStyle = token.text === stressed && stress !== undefined ? stress : colour;
        context.fillText(token.text, ink.left + EDGE, ink.above + EDGE);
      });
      return {
        picture,
        x: Math.round(left + token.x) - ink.left - EDGE,
        y: baseline - ink.above - EDGE,
      };
    });
  });
}

/** When the words of a block have all come, in seconds at leisure. */
export const restSec = (text: FittedText, startSec: number, stepSec: number): number =>
  startSec +
  stepSec * Math.max(0, text.lines.reduce((sum, line) => sum + line.tokens.length, 0) - 1) +
  RISE_SEC;

/** A last word not much shorter than the longest carries the stress. */
const ABOUT_AS_LONG = 0.55;

/** The word to stress: the last one, or the longest where the last is short. One or two words need no stress. */
function tellingWord(text: FittedText): string | undefined {
  const words = text.lines.flatMap((line) => line.tokens.map((token) => token.text));
  const last = words.at(-1);
  if (words.length < 3 || last === undefined) return undefined;
  const longest = words.reduce((best, word) => (word.length > best.length ? word : best));
  return last.length >= longest.length * ABOUT_AS_LONG ? last : longest;
}
