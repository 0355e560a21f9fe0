import { bitmap } from '../bitmap.js';
import { easeInOutCubic, easeOutQuint, progress } from '../easing.js';
import type { Film } from '../film.js';
import type { Measure } from '../measures.js';
import type { Layer } from '../moment.js';
import type { Box } from '../stage.js';
import { baselineIn, fitText, useFont, type FittedText } from '../text.js';

/** Share of the row's width that the figures at its end take. */
const FIGURES = 0.24;
const GROW_SEC = 0.9;

/** One row of a bar chart: a plate, the bar that grows to the quantity's share of the largest, its name on it, its figure at the end. */
export function barLayer(
  film: Film,
  measure: Measure,
  { box, share, startSec }: { box: Box; share: number; startSec: number },
): Layer {
  const { camera, stage, tones, pace } = film;
  const start = startSec * pace;
  const track = box.w * (1 - FIGURES);
  const radius = box.h * 0.28;
  const label = fit(measure.label, track - box.h * 0.7, box.h, 600);
  const labelEnd = box.x + box.h * 0.5 + label.width;
  const texts = bitmap(box.w, box.h, (context) => {
    const draw = (text: FittedText, x: number): void => {
      useFont(context, text.weight, text.size);
      context.fillStyle = tones.text;
      const top = (box.h - text.height) / 2;
      for (const [row, line] of text.lines.entries()) {
        const baseline = Math.round(top + text.lineHeight * row + baselineIn(text.lineHeight, text.size));
        for (const token of line.tokens) context.fillText(token.text, Math.round(x + token.x), baseline);
      }
    };
    draw(label, box.h * 0.35);
    const figure = fit(measure.shown, box.w * FIGURES - box.h * 0.35, box.h, 800);
    draw(figure, box.w - box.h * 0.35 - figure.width);
  });
  return (context, at) => {
    const come = easeOutQuint(progress(at.t, start, 0.5 * pace));
    if (come <= 0) return;
    camera.look(context, 0.45, at, () => {
      context.translate((1 - come) * 14 * stage.u, 0);
      context.globalAlpha = come;
      context.fillStyle = tones.plate;
      context.beginPath();
      context.roundRect(box.x, box.y, box.w, box.h, radius);
      context.fill();
      const grown = easeInOutCubic(progress(at.t, start + 0.15 * pace, GROW_SEC * pace));
      // Text stands on the bar and on the plate: the tint is as strong as that allows.
      context.fillStyle = tones.primaryTint;
      context.beginPath();
      context.roundRect(box.x, box.y, Math.max(2 * radius, track * share * grown), box.h, radius);
      context.fill();
      const edge = box.x + Math.max(2 * radius, track * share * grown);
      // On a short bar the bright edge would run through the name.
      if (edge - stage.u > labelEnd) {
        context.fillStyle = tones.accent;
        context.beginPath();
        context.roundRect(
          edge - 0.9 * stage.u,
          box.y + box.h * 0.16,
          0.9 * stage.u,
          box.h * 0.68,
          0.45 * stage.u,
        );
        context.fill();
      }
      context.drawImage(texts, box.x, box.y);
    });
  };
}

const fit = (text: string, width: number, height: number, weight: 600 | 800): FittedText =>
  fitText(text.replaceAll(' ', '\u00a0'), {
    width,
    height: height * 0.9,
    maxSize: height * 0.5,
    minSize: height * 0.28,
    maxLines: 1,
    weight,
    leading: 1.15,
  });
