import type { Canvas } from '@napi-rs/canvas';
import { bitmap } from './bitmap.js';
import { easeOutCubic, easeOutQuint, progress } from './easing.js';
import type { Film } from './film.js';
import type { Layer } from './moment.js';
import { useFont, type FittedText } from './text.js';

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
/** Of the size: room around a line for accents and descenders. */
const ABOVE = 1.08;
const BELOW = 0.34;
const ASIDE = 0.12;

interface Word {
  /** Position on the sheet of all words. */
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Text whose words rise one after the other out of their line. Drawn once; words are cut from that sheet as they move. */
export function textBlock(film: Film, text: FittedText, options: TextBlockOptions): Layer {
  const { size, lineHeight } = text;
  const aside = Math.ceil(size * ASIDE);
  const above = Math.ceil(size * ABOVE);
  const rowHeight = above + Math.ceil(size * BELOW);
  const stressed = options.stress === undefined ? undefined : tellingWord(text);
  const found: Word[] = [];

  const draw = (): Canvas =>
    bitmap(text.width + 2 * aside, rowHeight * text.lines.length, (context) => {
      useFont(context, text.weight, size);
      for (const [row, line] of text.lines.entries()) {
        const indent = options.align === 'center' ? (text.width - line.width) / 2 : 0;
        for (const token of line.tokens) {
          context.fillStyle = token.text === stressed && options.stress ? options.stress : options.colour;
          const x = Math.round(aside + indent + token.x);
          context.fillText(token.text, x, rowHeight * row + above);
          found.push({
            x: x - aside,
            y: rowHeight * row,
            width: Math.ceil(token.width + 2 * aside),
            height: rowHeight,
          });
        }
      }
    });
  const sheet = draw();
  const left = Math.round((options.align === 'center' ? options.x - text.width / 2 : options.x) - aside);
  // The first baseline stands where the size's own ascent puts it inside its line.
  const top = Math.round(options.y + (lineHeight + 0.72 * size) / 2 - above);
  const row = (index: number): number => Math.round(index * lineHeight);
  const step = options.stepSec * film.pace;
  const start = options.startSec * film.pace;
  const rise = RISE_SEC * film.pace;
  const restAt = start + step * Math.max(0, found.length - 1) + rise;

  return (context, at) => {
    if (at.t < start) return;
    film.camera.look(context, options.depth ?? 0.4, at, () => {
      if (at.t >= restAt) {
        for (let index = 0; index < text.lines.length; index++) {
          context.drawImage(
            sheet,
            0,
            rowHeight * index,
            sheet.width,
            rowHeight,
            left,
            top + row(index),
            sheet.width,
            rowHeight,
          );
        }
        return;
      }
      for (const [index, word] of found.entries()) {
        const come = progress(at.t, start + step * index, rise);
        if (come <= 0) continue;
        const drop = (1 - easeOutQuint(come)) * size * 0.9;
        context.globalAlpha = easeOutCubic(Math.min(1, come * 1.8));
        context.drawImage(
          sheet,
          word.x,
          word.y,
          word.width,
          word.height,
          left + word.x,
          top + row(word.y / rowHeight) + drop,
          word.width,
          word.height,
        );
      }
      context.globalAlpha = 1;
    });
  };
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
