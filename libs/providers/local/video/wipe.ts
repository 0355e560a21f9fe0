import type { SKRSContext2D } from '@napi-rs/canvas';
import { easeInOutCubic, lerp, progress } from './easing.js';
import type { Film } from './film.js';
import type { Layer } from './moment.js';
import { entersByWipe, exitsByWipe, WIPE_SEC } from './transition.js';

/** In u: how far the slanted edge leans, and how broad the leading stripe is. */
const SLANT = 16;
const STRIPE = 22;

/**
 * A slanted curtain that travels one way through the cut: it covers this scene at its end and, as the next clip
 * begins fully covered in the same colour, uncovers that one. Sideways in wide pictures, upwards in tall ones.
 */
export function wipeLayer(film: Film): Layer {
  const { stage, tones, endSec, graphics } = film;
  const seconds = Math.min(WIPE_SEC, endSec / 4);
  const sideways = stage.shape === 'wide';
  const length = sideways ? stage.width : stage.height;
  const across = sideways ? stage.height : stage.width;
  const [slant, stripe] = [SLANT * stage.u, STRIPE * stage.u];

  const band = (context: SKRSContext2D, from: number, to: number, colour: string): void => {
    const corners: [number, number][] = [
      [from + slant, 0],
      [to + slant, 0],
      [to, across],
      [from, across],
    ];
    context.fillStyle = colour;
    context.beginPath();
    for (const [along, aside] of corners) {
      if (sideways) context.lineTo(along, aside);
      else context.lineTo(aside, along);
    }
    context.fill();
  };

  return (context, { t }) => {
    if (entersByWipe(graphics.position) && t < seconds) {
      const edge = lerp(
        length + stripe,
        -slant - stripe,
        easeInOutCubic(0.5 + progress(t, 0, seconds) / 2) * 2 - 1,
      );
      band(context, -slant - stripe, edge, tones.primary);
      band(context, edge, edge + stripe, tones.accent);
    }
    const start = endSec - seconds;
    if (exitsByWipe(graphics.position) && t > start) {
      const edge = lerp(length + stripe, -slant, easeInOutCubic(progress(t, start, seconds) / 2) * 2);
      band(context, edge - stripe, edge, tones.accent);
      band(context, edge, length + slant + stripe, tones.primary);
    }
  };
}
