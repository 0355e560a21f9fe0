import { copy } from '../copy.js';
import { easeInOutCubic, easeOutBack, easeOutCubic, progress } from '../easing.js';
import { parseFigure } from '../figure.js';
import type { Film } from '../film.js';
import type { Layer } from '../moment.js';
import { discRadius, illustration } from '../illustration.js';
import { centreX, centreY, type Box } from '../stage.js';
import { fitText, useFont } from '../text.js';
import { columns } from './columns.js';
import { hero } from './hero.js';

/** Digits have no descenders: lines of them may stand closer. */
const FIGURE_LEADING = 0.88;
/** From the middle of a capital letter to the baseline, in em. */
const CAP_MIDDLE = 0.364;
const COUNT_START = 0.25;
const COUNT_SEC = 1.4;

/** A figure that counts up, as large as it goes, while a ring around the illustration fills. */
export function number(film: Film): Layer[] {
  const { graphics, stage } = film;
  const { shape, u } = stage;
  if (graphics.figure.trim() === '') return hero(film);
  const { art, text, align } = columns(film, { wide: 0.38, square: 0.42, tall: 0.42 });
  const fitted = fitText(graphics.figure.replaceAll(' ', '\u00a0'), {
    width: text.w * 0.96,
    height: text.h * (shape === 'square' ? 0.48 : 0.5),
    maxSize: 34 * u,
    minSize: 8 * u,
    maxLines: 1,
    weight: 800,
    leading: FIGURE_LEADING,
  });
  const words = copy(film, {
    box: text,
    align,
    headlineSize: shape === 'tall' ? 9.5 : 8.5,
    headlineLines: shape === 'square' ? 2 : 3,
    startSec: 0.7,
    above: fitted.height + u,
  });
  const x = align === 'center' ? text.x + text.w / 2 : text.x;
  return [
    ringLayer(film, art),
    ...illustration(film, art, { disc: true, company: shape !== 'square' }),
    figureLayer(film, fitted.size, { x, y: words.top + fitted.height, align }),
    ...words.layers,
  ];
}

interface FigurePlace {
  x: number;
  /** The line's foot. */
  y: number;
  align: 'left' | 'center';
}

function figureLayer(film: Film, size: number, { x, y, align }: FigurePlace): Layer {
  const { graphics, tones, camera, pace } = film;
  const figure = parseFigure(graphics.figure);
  const middle = y - FIGURE_LEADING * 0.5 * size;
  return (context, at) => {
    const count = easeOutCubic(progress(at.t, COUNT_START * pace, COUNT_SEC * pace));
    const come = progress(at.t, COUNT_START * pace, 0.5 * pace);
    if (come <= 0) return;
    const landed = progress(at.t, (COUNT_START + COUNT_SEC) * pace, 0.4 * pace);
    // A nudge as the count lands.
    const scale = (0.7 + 0.3 * easeOutBack(come)) * (1 + 0.05 * Math.sin(landed * Math.PI));
    camera.look(context, 0.55, at, () => {
      useFont(context, 800, size);
      context.fontVariantNumeric = 'tabular-nums';
      const shown = figure.at(count).replaceAll(' ', '\u00a0');
      context.textAlign = align;
      context.translate(x, middle);
      context.scale(scale, scale);
      context.globalAlpha = Math.min(1, come * 3);
      context.fillStyle = tones.stress;
      context.fillText(shown, 0, size * CAP_MIDDLE);
    });
  };
}

function ringLayer(film: Film, art: Box): Layer {
  const { stage, tones, camera, pace } = film;
  const radius = discRadius(art) * 1.1;
  return (context, at) => {
    const count = easeInOutCubic(progress(at.t, COUNT_START * pace, COUNT_SEC * pace));
    camera.look(context, 0.75, at, () => {
      context.lineCap = 'round';
      context.lineWidth = 2 * stage.u;
      context.strokeStyle = tones.accent;
      context.beginPath();
      context.arc(centreX(art), centreY(art), radius, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * count);
      context.stroke();
    });
  };
}
