import { copy } from '../copy.js';
import { easeInOutCubic, easeOutBack, progress } from '../easing.js';
import type { Film } from '../film.js';
import { textBlock } from '../headline.js';
import { illustration } from '../illustration.js';
import type { Layer } from '../moment.js';
import type { Box } from '../stage.js';
import { fitText, type FittedText } from '../text.js';
import { columns } from './columns.js';
import { hero } from './hero.js';

const MOST = 4;
const STEP_SEC = 0.5;
const LINE_SEC = 1.4;
/** "May 2027: Construction starts". */
const ENTRY = /^(.{1,24}?): (\S.*)$/u;

/** When what happens: points on a line that grows downwards, each with its time above what happens then. */
export function timeline(film: Film): Layer[] {
  const entries = film.graphics.items.slice(0, MOST).flatMap((item) => {
    const [, when, what] = ENTRY.exec(item) ?? [];
    return when === undefined || what === undefined ? [] : [{ when, what }];
  });
  if (entries.length === 0) return hero(film);
  const { shape, u } = film.stage;
  const { art, text } = columns(film, { wide: 0.36, square: 0.3, tall: 0.34 });
  const rowHeight = Math.min((entries.length === 1 ? 26 : 19) * u, (text.h * 0.66) / entries.length);
  const words = copy(film, {
    box: text,
    align: shape === 'wide' ? 'left' : 'center',
    headlineSize: shape === 'wide' ? 9.5 : shape === 'tall' ? 10 : 7,
    headlineLines: 2,
    below: rowHeight * entries.length + 3 * u,
  });
  const top = words.bottom + 3 * u;
  const begin = Math.min(words.restSec, 1);
  const rail: Box = { x: text.x + 3 * u, y: top, w: 0, h: rowHeight * (entries.length - 0.35) };
  return [
    ...illustration(film, art, { disc: true, company: shape !== 'square' }),
    ...words.layers,
    railLayer(film, rail, begin),
    ...entries.flatMap(({ when, what }, index) => {
      const box = { x: text.x + 8 * u, y: top + index * rowHeight, w: text.w - 8 * u, h: rowHeight * 0.9 };
      const startSec = begin + index * STEP_SEC;
      return entryLayers(film, { when, what }, { box, pointX: rail.x, startSec });
    }),
  ];
}

/** The line and its growth. */
function railLayer(film: Film, { x, y, h }: Box, startSec: number): Layer {
  const { camera, stage, tones, pace } = film;
  return (context, at) => {
    const grown = easeInOutCubic(progress(at.t, startSec * pace, LINE_SEC * pace));
    camera.look(context, 0.45, at, () => {
      context.fillStyle = tones.accent;
      context.beginPath();
      context.roundRect(x - 0.4 * stage.u, y, 0.8 * stage.u, h * grown, 0.4 * stage.u);
      context.fill();
    });
  };
}

function entryLayers(
  film: Film,
  { when, what }: { when: string; what: string },
  { box, pointX, startSec }: { box: Box; pointX: number; startSec: number },
): Layer[] {
  const { tones } = film;
  const time = fit(when, box, { share: 0.42, lines: 1, weight: 800 });
  const event = fit(what, box, { share: 0.58, lines: 2, weight: 600 });
  const shared = { x: box.x, align: 'left' as const, stepSec: 0.05, depth: 0.45 };
  return [
    pointLayer(film, { x: pointX, y: box.y + time.height / 2, startSec }),
    textBlock(film, time, { ...shared, y: box.y, colour: tones.stress, startSec }),
    textBlock(film, event, {
      ...shared,
      y: box.y + time.height,
      colour: tones.text,
      startSec: startSec + 0.15,
    }),
  ];
}

const fit = (
  text: string,
  { w, h }: Box,
  { share, lines, weight }: { share: number; lines: number; weight: 600 | 800 },
): FittedText =>
  fitText(text, {
    width: w,
    height: h * share,
    maxSize: h * share * (lines === 1 ? 0.82 : 0.62),
    minSize: h * share * 0.34,
    maxLines: lines,
    weight,
    leading: 1.16,
  });

function pointLayer(film: Film, { x, y, startSec }: { x: number; y: number; startSec: number }): Layer {
  const { camera, stage, tones, pace } = film;
  return (context, at) => {
    const come = easeOutBack(progress(at.t, startSec * pace, 0.5 * pace));
    if (come <= 0) return;
    camera.look(context, 0.45, at, () => {
      for (const [radius, colour] of [
        [1.9, tones.accent],
        [1.05, tones.background],
      ] as const) {
        context.fillStyle = colour;
        context.beginPath();
        context.arc(x, y, radius * stage.u * come, 0, 2 * Math.PI);
        context.fill();
      }
    });
  };
}
