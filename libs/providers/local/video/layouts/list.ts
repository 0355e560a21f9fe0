import type { Canvas } from '@napi-rs/canvas';
import { bitmap } from '../bitmap.js';
import { copy } from '../copy.js';
import { easeOutBack, easeOutQuint, progress, wave } from '../easing.js';
import type { Film } from '../film.js';
import type { Layer } from '../moment.js';
import { illustration } from '../illustration.js';
import type { Box } from '../stage.js';
import { baselineIn, fitText, useFont } from '../text.js';
import { measuresOf } from '../measures.js';
import { barLayer } from './bars.js';
import { columns } from './columns.js';
import { hero } from './hero.js';

const MOST = 5;
const STEP_SEC = 0.32;

/** A headline over short lines on plates, which slide in one by one and are ticked off; quantities of one unit become a bar chart. */
export function list(film: Film): Layer[] {
  const items = film.graphics.items.filter((item) => item.trim() !== '').slice(0, MOST);
  if (items.length === 0) return hero(film);
  const measures = measuresOf(items);
  const largest = Math.max(0, ...(measures ?? []).map(({ value }) => value));
  const { shape, u, content } = film.stage;
  const crowded = shape === 'square' && items.length > 3;
  const { art, text: beside } = columns(film, { wide: 0.36, square: 0.24, tall: 0.34 });
  const text = crowded ? content : beside;
  const rowGap = 2 * u;
  const rowsShare = items.length > 3 ? 0.68 : 0.6;
  const rowHeight = Math.min(11.5 * u, (text.h * rowsShare - rowGap * (items.length - 1)) / items.length);
  const rowsHeight = rowHeight * items.length + rowGap * (items.length - 1);
  const words = copy(film, {
    box: text,
    align: shape === 'wide' ? 'left' : 'center',
    headlineSize: shape === 'wide' ? 9.5 : shape === 'tall' ? 10 : 7,
    headlineLines: 2,
    below: rowsHeight + 3 * u,
  });
  return [
    ...(crowded ? [] : illustration(film, art, { disc: true, company: shape !== 'square' })),
    ...words.layers,
    ...items.map((item, index) => {
      const place = {
        box: { x: text.x, y: words.bottom + 3 * u + index * (rowHeight + rowGap), w: text.w, h: rowHeight },
        startSec: Math.min(words.restSec, 1.1) + index * STEP_SEC,
      };
      const measure = measures?.[index];
      return measure === undefined
        ? rowLayer(film, item, place)
        : barLayer(film, measure, { ...place, share: measure.value / largest });
    }),
  ];
}

function rowLayer(film: Film, item: string, { box, startSec }: { box: Box; startSec: number }): Layer {
  const { camera, stage, tones, pace } = film;
  const { u } = stage;
  const plate = row(film, item, box);
  const start = startSec * pace;
  const tick = { x: box.x + box.h / 2, y: box.y + box.h / 2, radius: box.h * 0.3 };
  return (context, at) => {
    const come = easeOutQuint(progress(at.t, start, 0.6 * pace));
    if (come <= 0) return;
    camera.look(context, 0.45, at, () => {
      context.translate((1 - come) * 14 * u + wave(at.t, 6, box.y) * 0.3 * u, 0);
      context.globalAlpha = come;
      context.drawImage(plate, box.x, box.y);
      const pop = easeOutBack(progress(at.t, start + 0.2 * pace, 0.4 * pace));
      if (pop <= 0) return;
      context.fillStyle = tones.primary;
      context.beginPath();
      context.arc(tick.x, tick.y, tick.radius * pop, 0, 2 * Math.PI);
      context.fill();
      const drawn = progress(at.t, start + 0.35 * pace, 0.25 * pace);
      context.strokeStyle = tones.onPrimary;
      context.lineWidth = tick.radius * 0.26;
      context.lineCap = context.lineJoin = 'round';
      context.beginPath();
      const [turn, end] = [Math.min(1, drawn * 3), Math.max(0, drawn * 1.5 - 0.5)];
      const r = tick.radius;
      if (drawn > 0) {
        context.moveTo(tick.x - 0.42 * r, tick.y);
        context.lineTo(tick.x + (-0.42 + 0.32 * turn) * r, tick.y + 0.32 * turn * r);
        if (end > 0) context.lineTo(tick.x + (-0.1 + 0.54 * end) * r, tick.y + (0.32 - 0.66 * end) * r);
        context.stroke();
      }
    });
  };
}

function row(film: Film, item: string, box: Box): Canvas {
  const { tones } = film;
  const left = box.h * 0.98;
  const text = fitText(item, {
    width: box.w - left - box.h * 0.3,
    height: box.h * 0.9,
    maxSize: box.h * 0.48,
    minSize: box.h * 0.34,
    maxLines: 2,
    weight: 600,
    leading: 1.15,
  });
  return bitmap(box.w, box.h, (context) => {
    context.fillStyle = tones.plate;
    context.beginPath();
    context.roundRect(0, 0, box.w, box.h, box.h * 0.28);
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
