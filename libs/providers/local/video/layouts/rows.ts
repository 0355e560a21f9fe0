import type { Canvas } from '@napi-rs/canvas';
import { bitmap, drawCentred } from '../bitmap.js';
import { easeOutBack, easeOutQuint, progress, wave } from '../easing.js';
import type { Film } from '../film.js';
import type { Layer } from '../moment.js';
import type { Box } from '../stage.js';
import { baselineIn, fitText, useFont, type FittedText } from '../text.js';

/** What stands at the beginning of a row: the number of a step, a drawing of the item, or a tick. */
export type Mark = { step: string } | { picture: Canvas } | 'tick';

export interface RowPlace {
  box: Box;
  startSec: number;
}

const STEP = /^(\d{1,2})\. (?=\S)/u;

/** The number that an item begins with ("3. Bake"), and the rest of it. */
export function stepOf(item: string): { step: string | undefined; text: string } {
  const [whole = '', step] = STEP.exec(item) ?? [];
  return { step, text: item.slice(whole.length) };
}

export function markOf(film: Film, index: number, item: string, row: Pick<Box, 'w' | 'h'>): Mark {
  const { step } = stepOf(item);
  if (step !== undefined) return { step };
  const radius = markRadius(row);
  const icon = film.itemIcon(index, radius * 1.3);
  return icon === undefined ? 'tick' : { picture: iconMark(icon, radius) };
}

/** An icon on a white disc, so that dark ones show on dark plates. */
const iconMark = (icon: Canvas, radius: number): Canvas =>
  bitmap(radius * 2, radius * 2, (context) => {
    context.fillStyle = '#ffffff';
    context.beginPath();
    context.arc(radius, radius, radius, 0, 2 * Math.PI);
    context.fill();
    drawCentred(context, icon, { x: radius, y: radius });
  });

/** A line of text on a plate that slides in, with its mark popping up at its head. */
export function rowLayer(film: Film, text: FittedText, mark: Mark, { box, startSec }: RowPlace): Layer {
  const { camera, stage, pace } = film;
  const plate = plateOf(film, text, box);
  const start = startSec * pace;
  const drawMark = markLayer(film, mark, box, start);
  return (context, at) => {
    const come = easeOutQuint(progress(at.t, start, 0.6 * pace));
    if (come <= 0) return;
    camera.look(context, 0.45, at, () => {
      context.translate((1 - come) * 14 * stage.u + wave(at.t, 6, box.y) * 0.3 * stage.u, 0);
      context.globalAlpha = come;
      context.drawImage(plate, box.x, box.y);
      drawMark(context, at);
    });
  };
}

/** Where a row's text begins, from its left edge: behind the mark. */
export const textIndent = (box: Pick<Box, 'w' | 'h'>): number => markRadius(box) * 2 + markInset(box) * 2;

/** Marks of high rows stay as large as those of low ones beside them look right. */
const markRadius = ({ w, h }: Pick<Box, 'w' | 'h'>): number => Math.min(h * 0.38, w * 0.085);
const markInset = ({ w, h }: Pick<Box, 'w' | 'h'>): number => Math.min(h * 0.12, w * 0.03);

/** The text of a row of this size, on at most two lines. */
export const fitRow = (item: string, box: Pick<Box, 'w' | 'h'>, size?: number): FittedText =>
  fitText(stepOf(item).text, {
    width: box.w - textIndent(box) - markInset(box) * 1.5,
    height: box.h * 0.88,
    maxSize: size ?? Math.min(box.h * 0.42, box.w * 0.08),
    minSize: box.h * 0.22,
    maxLines: 2,
    weight: 600,
    leading: 1.18,
  });

function plateOf(film: Film, text: FittedText, box: Box): Canvas {
  const { tones } = film;
  const left = textIndent(box);
  return bitmap(box.w, box.h, (context) => {
    context.fillStyle = tones.plate;
    context.beginPath();
    context.roundRect(0, 0, box.w, box.h, Math.min(box.h * 0.28, 3.2 * film.stage.u));
    context.fill();
    useFont(context, text.weight, text.size);
    context.fillStyle = tones.text;
    const top = (box.h - text.height) / 2;
    for (const [index, line] of text.lines.entries()) {
      const baseline = Math.round(top + text.lineHeight * index + baselineIn(text.lineHeight, text.size));
      for (const token of line.tokens) context.fillText(token.text, Math.round(left + token.x), baseline);
    }
  });
}

function markLayer(film: Film, mark: Mark, box: Box, start: number): Layer {
  const { tones, pace } = film;
  const radius = markRadius(box);
  const [x, y] = [box.x + markInset(box) + radius, box.y + box.h / 2];
  const picture =
    mark === 'tick' ? undefined : 'step' in mark ? numberMark(film, mark.step, radius) : mark.picture;
  return (context, at) => {
    const pop = easeOutBack(progress(at.t, start + 0.2 * pace, 0.4 * pace));
    if (pop <= 0) return;
    if (picture !== undefined) return drawCentred(context, picture, { x, y, scale: pop });
    context.fillStyle = tones.primary;
    context.beginPath();
    context.arc(x, y, radius * pop, 0, 2 * Math.PI);
    context.fill();
    const drawn = progress(at.t, start + 0.35 * pace, 0.25 * pace);
    if (drawn <= 0) return;
    context.strokeStyle = tones.onPrimary;
    context.lineWidth = radius * 0.26;
    context.lineCap = context.lineJoin = 'round';
    context.beginPath();
    const [turn, end] = [Math.min(1, drawn * 3), Math.max(0, drawn * 1.5 - 0.5)];
    context.moveTo(x - 0.42 * radius, y);
    context.lineTo(x + (-0.42 + 0.32 * turn) * radius, y + 0.32 * turn * radius);
    if (end > 0) context.lineTo(x + (-0.1 + 0.54 * end) * radius, y + (0.32 - 0.66 * end) * radius);
    context.stroke();
  };
}

/** A step's number on a disc. */
function numberMark(film: Film, step: string, radius: number): Canvas {
  const { tones } = film;
  return bitmap(radius * 2, radius * 2, (context) => {
    context.fillStyle = tones.primary;
    context.beginPath();
    context.arc(radius, radius, radius, 0, 2 * Math.PI);
    context.fill();
    const size = radius * 1.15;
    useFont(context, 800, size);
    context.textAlign = 'center';
    context.fillStyle = tones.onPrimary;
    context.fillText(step, radius, radius - size + baselineIn(2 * size, size));
  });
}
