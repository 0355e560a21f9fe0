import { copy } from '../copy.js';
import { mixColours, withAlpha } from '../colour.js';
import { easeOutQuint, progress, wave } from '../easing.js';
import type { Film } from '../film.js';
import type { Layer } from '../moment.js';
import { illustration } from '../illustration.js';
import { centreX, centreY, type Box } from '../stage.js';
import { columns } from './columns.js';

/** A coloured panel with a slanted edge holds the illustration; the text stands on the open ground. */
export function split(film: Film): Layer[] {
  const { shape, u } = film.stage;
  const { art, text: beside, align } = columns(film, { wide: 0.42, square: 0.54, tall: 0.52 });
  // The panel's edge leans towards the text, which keeps its distance.
  const room = shape === 'wide' ? 3 * u : 0;
  const text = { ...beside, x: beside.x + (film.mirrored ? room : 0), w: beside.w - room };
  const lift = shape === 'wide' ? 0 : 4.5 * u;
  const onPanel = { ...art, y: art.y - lift };
  return [
    panelLayer(film, art, onPanel),
    ...illustration(film, onPanel, { disc: false, company: true, startSec: 0.25 }),
    ...copy(film, {
      box: text,
      align,
      headlineSize: shape === 'wide' ? 11.5 : shape === 'tall' ? 11 : 9,
      headlineLines: shape === 'square' ? 3 : 4,
    }).layers,
  ];
}

const SLANT = 5;
/** Far enough outside the frame that no camera move shows the panel's back. */
const OUTSIDE = 30;

function panelLayer(film: Film, art: Box, rings: Box): Layer {
  const { stage, tones, camera, pace, mirrored } = film;
  const { width, height, u } = stage;
  const sideways = stage.shape === 'wide';
  // Along the axis that the panel comes in on: its edge, and where it lies hidden.
  const edge = sideways ? (mirrored ? art.x + art.w - 3 * u : art.x + 3 * u) : art.y + art.h - 3.5 * u;
  const fromStart = sideways ? mirrored : true;
  const hidden = fromStart ? -OUTSIDE * u : width + OUTSIDE * u;
  const outside = fromStart ? -2 * OUTSIDE * u : width + 2 * OUTSIDE * u;
  const across = sideways ? height : width;
  const [x, y] = [centreX(rings), centreY(rings)];
  const slant = (sideways ? SLANT : SLANT / 2) * u;
  const radii = [0.27, 0.37, 0.47].map((share) => share * Math.min(art.w, art.h));

  return (context, at) => {
    camera.look(context, 0.55, at, () => {
      const come = easeOutQuint(progress(at.t, 0.05, 0.75 * pace));
      const late = easeOutQuint(progress(at.t, 0.16 * pace, 0.8 * pace));
      const draw = (position: number, colour: string): void => {
        const margin = OUTSIDE * u;
        const corners: [number, number][] = [
          [position + slant, -margin],
          [position - slant, across + margin],
          [outside, across + margin],
          [outside, -margin],
        ];
        context.fillStyle = colour;
        context.beginPath();
        for (const [along, aside] of corners) {
          if (sideways) context.lineTo(along, aside);
          else context.lineTo(aside, along);
        }
        context.fill();
      };
      const sign = fromStart ? 1 : -1;
      draw(hidden + (edge + sign * 2.4 * u - hidden) * late, tones.accent);
      draw(hidden + (edge - hidden) * come, tones.primary);
      context.strokeStyle = withAlpha(mixColours(tones.primary, '#ffffff', 0.8), 0.16);
      context.lineWidth = 4.5 * u;
      for (const [index, radius] of radii.entries()) {
        context.beginPath();
        context.arc(x, y, radius * come * (1 + 0.03 * wave(at.t, 4.2, -index)), 0, 2 * Math.PI);
        context.stroke();
      }
    });
  };
}
