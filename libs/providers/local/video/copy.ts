import { easeOutQuint, progress } from './easing.js';
import type { Film } from './film.js';
import type { Layer } from './moment.js';
import { restSec, textBlock } from './headline.js';
import type { Box } from './stage.js';
import { fitText, type FittedText } from './text.js';

export interface CopyOptions {
  box: Box;
  align: 'left' | 'center';
  /** In u. */
  headlineSize: number;
  headlineLines: number;
  startSec?: number;
  /** Heights in pixels that belong to the block, for what a layout adds there: all of it stands in the box's middle. */
  above?: number;
  below?: number;
}

export interface Copy {
  layers: Layer[];
  /** The edges of the text with what is kept above it, in pixels. */
  top: number;
  bottom: number;
  /** When all words have come, in seconds at leisure. */
  restSec: number;
}

const HEADLINE_LEADING = 1.1;
const KICKER_LEADING = 1.3;
const WORD_STEP = 0.09;
/** In u, the size at leisure first. */
const KICKER_SIZES = [5.4, 4.4, 3.7, 3.1];
/** In u: the height that a headline is left with. */
const LEAST_HEADLINE = 12;

/** Headline, a stroke under it, and the smaller line. */
export function copy(film: Film, options: CopyOptions): Copy {
  const { graphics, stage, tones } = film;
  const { u } = stage;
  const { box, align, above = 0, below = 0 } = options;
  const start = options.startSec ?? 0.3;
  const strokeSpace = 5 * u;
  const room = box.h - above - below - strokeSpace;
  const sizes = graphics.kicker === '' ? [] : KICKER_SIZES;
  const fitted = sizes.map((size) => fitKicker(film, box.w, size));
  // Where both would be crowded at any size, the headline alone says more.
  const kicker = fitted.find(({ height }) => room - height >= LEAST_HEADLINE * u);
  const kickerSpace = kicker?.height ?? 0;
  const headline = fitText(graphics.headline, {
    width: box.w,
    height: room - kickerSpace,
    maxSize: options.headlineSize * u,
    minSize: 4.5 * u,
    maxLines: options.headlineLines,
    weight: 800,
    leading: HEADLINE_LEADING,
  });
  const height = headline.height + strokeSpace + kickerSpace;
  const blockTop = box.y + Math.max(0, (box.h - above - height - below) / 2);
  const top = blockTop + above;
  const x = align === 'center' ? box.x + box.w / 2 : box.x;
  const rest = restSec(headline, start, WORD_STEP);
  const layers = [
    textBlock(film, headline, {
      x,
      y: top,
      align,
      colour: tones.text,
      stress: tones.stress,
      startSec: start,
      stepSec: WORD_STEP,
    }),
    strokeLayer(film, { x, y: top + headline.height + 1.8 * u, align, startSec: rest - 0.35 }),
  ];
  if (kicker) {
    layers.push(
      textBlock(film, kicker, {
        x,
        y: top + headline.height + strokeSpace,
        align,
        colour: tones.quiet,
        startSec: rest - 0.25,
        stepSec: 0.04,
      }),
    );
  }
  return { layers, top: blockTop, bottom: top + height, restSec: rest };
}

const fitKicker = (film: Film, width: number, size: number): FittedText =>
  fitText(film.graphics.kicker, {
    width,
    height: 13 * film.stage.u,
    maxSize: size * film.stage.u,
    minSize: 2.8 * film.stage.u,
    maxLines: 2,
    weight: 600,
    leading: KICKER_LEADING,
  });

interface Stroke {
  x: number;
  y: number;
  align: 'left' | 'center';
  startSec: number;
}

/** A short bar that draws itself, with a dot running ahead. */
function strokeLayer(film: Film, { x, y, align, startSec }: Stroke): Layer {
  const { stage, tones, camera, pace } = film;
  const { u } = stage;
  const [length, height] = [13 * u, 1.1 * u];
  return (context, at) => {
    const come = easeOutQuint(progress(at.t, startSec * pace, 0.7 * pace));
    if (come <= 0) return;
    camera.look(context, 0.4, at, () => {
      const width = Math.max(height, length * come);
      const left = align === 'center' ? x - (length + 2.6 * u) / 2 : x;
      context.fillStyle = tones.accent;
      context.beginPath();
      context.roundRect(left, y, width, height, height / 2);
      context.roundRect(left + width + 1.4 * u, y, height, height, height / 2);
      context.fill();
    });
  };
}
