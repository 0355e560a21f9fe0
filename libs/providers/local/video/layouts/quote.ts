import { drawCentred } from '../bitmap.js';
import { easeOutBack, easeOutCubic, progress, wave } from '../easing.js';
import type { Film } from '../film.js';
import type { Layer } from '../moment.js';
import { restSec, textBlock } from '../headline.js';
import { illustration } from '../illustration.js';
import { fitText, useFont, type FittedText } from '../text.js';
import { bitmap } from '../bitmap.js';
import { columns } from './columns.js';

const WORD_STEP = 0.07;

/** What somebody says, under a large quotation mark, with a face or thing beside it and the speaker's name. */
export function quote(film: Film): Layer[] {
  const { graphics, stage, tones } = film;
  const { shape, u } = stage;
  const { art, text, align } = columns(film, { wide: 0.3, square: 0.3, tall: 0.34 });
  const markHeight = (shape === 'square' ? 9 : 12) * u;
  const kickerHeight = graphics.kicker === '' ? 0 : 9 * u;
  const words = fitText(graphics.headline, {
    width: text.w,
    height: text.h - markHeight - kickerHeight,
    maxSize: (shape === 'wide' ? 9.5 : shape === 'tall' ? 10 : 8) * u,
    minSize: 3.6 * u,
    maxLines: 6,
    weight: 800,
    leading: 1.16,
  });
  const top = text.y + Math.max(0, (text.h - markHeight - words.height - kickerHeight) / 2);
  const x = align === 'center' ? text.x + text.w / 2 : text.x;
  const start = 0.45;
  const layers = [
    ...illustration(film, art, { disc: true, company: shape === 'wide' }),
    markLayer(film, {
      x: align === 'center' ? x : x + markHeight * 0.55,
      y: top + markHeight * 0.45,
      size: markHeight,
    }),
    textBlock(film, words, {
      x,
      y: top + markHeight,
      align,
      colour: tones.text,
      startSec: start,
      stepSec: WORD_STEP,
    }),
  ];
  if (graphics.kicker !== '') {
    const speaker = fitText(`— ${graphics.kicker}`, {
      width: text.w,
      height: kickerHeight,
      maxSize: 4.6 * u,
      minSize: 2.8 * u,
      maxLines: 1,
      weight: 600,
      leading: 1.3,
    });
    layers.push(
      speakerLayer(film, speaker, { x, y: top + markHeight + words.height + 3 * u, align }, words, start),
    );
  }
  return layers;
}

const speakerLayer = (
  film: Film,
  speaker: FittedText,
  place: { x: number; y: number; align: 'left' | 'center' },
  after: FittedText,
  start: number,
): Layer =>
  textBlock(film, speaker, {
    ...place,
    colour: film.tones.stress,
    startSec: restSec(after, start, WORD_STEP) - 0.2,
    stepSec: 0.05,
  });

function markLayer(film: Film, { x, y, size }: { x: number; y: number; size: number }): Layer {
  const { tones, camera, pace } = film;
  const fontSize = size * 2.1;
  const mark = bitmap(size * 1.3, size, (context) => {
    useFont(context, 800, fontSize);
    context.textAlign = 'center';
    context.fillStyle = tones.accent;
    // The sign hangs at the top of its line: bring its ink into the bitmap's middle.
    const ink = context.measureText('“');
    const middle = (ink.actualBoundingBoxAscent - ink.actualBoundingBoxDescent) / 2;
    context.fillText('“', size * 0.65, size / 2 + middle);
  });
  return (context, at) => {
    const come = progress(at.t, 0.2 * pace, 0.6 * pace);
    camera.look(context, 0.6, at, () =>
      drawCentred(context, mark, {
        x,
        y,
        scale: easeOutBack(come) * (1 + 0.03 * wave(at.t, 3.1)),
        turn: (1 - easeOutCubic(come)) * -0.6,
      }),
    );
  };
}
