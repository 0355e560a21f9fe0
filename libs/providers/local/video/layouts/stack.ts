import type { Canvas } from '@napi-rs/canvas';
import { bitmap, drawCentred } from '../bitmap.js';
import { copy } from '../copy.js';
import { easeOutBack, easeOutQuint, progress, wave } from '../easing.js';
import type { Film } from '../film.js';
import type { Layer } from '../moment.js';
import { centreX, type Box } from '../stage.js';
import { hero } from './hero.js';

const MOST = 3;

/** Two or three pictures on cards side by side, with the headline under them. */
export function stack(film: Film): Layer[] {
  const count = Math.min(MOST, film.iconCount);
  if (count < 2) return hero(film);
  const { content, shape, u } = film.stage;
  const share = shape === 'wide' ? 0.52 : shape === 'tall' ? 0.56 : 0.5;
  const cards: Box = { ...content, h: content.h * share };
  const gap = 5 * u;
  return [
    ...cardLayers(film, cards, count),
    ...copy(film, {
      box: { ...content, y: cards.y + cards.h + gap, h: content.h - cards.h - gap },
      align: 'center',
      headlineSize: shape === 'wide' ? 11 : shape === 'tall' ? 11 : 8.5,
      headlineLines: shape === 'tall' ? 3 : 2,
      startSec: 0.55,
    }).layers,
  ];
}

interface Seat {
  x: number;
  y: number;
}

/** Where the cards sit, and how large they are. */
function seats(film: Film, box: Box, count: number): { size: number; at: Seat[] } {
  const { shape, u } = film.stage;
  const middle = centreX(box);
  if (shape === 'tall' && count === 3) {
    const size = Math.min((box.h - 7 * u) / 2, box.w * 0.44);
    const step = size + 6 * u;
    const top = box.y + (box.h - 2 * size - 5 * u) / 2 + size / 2;
    return {
      size,
      at: [
        { x: middle - step / 2, y: top },
        { x: middle + step / 2, y: top + 1.5 * u },
        { x: middle, y: top + size + 5 * u },
      ],
    };
  }
  const gap = 6 * u;
  const size = Math.min(box.h * 0.95, (box.w - gap * (count - 1)) / count);
  const step = size + gap;
  return {
    size,
    at: Array.from({ length: count }, (_, index) => ({
      x: middle + (index - (count - 1) / 2) * step,
      y: box.y + box.h / 2 + (index % 2 === 0 ? 0.6 : -0.6) * u,
    })),
  };
}

function cardLayers(film: Film, box: Box, count: number): Layer[] {
  const { at: places, size } = seats(film, box, count);
  const { camera, stage, pace } = film;
  return places.map((place, index) => {
    const picture = card(film, index, size);
    const tilt = (index - (count - 1) / 2) * 0.055;
    const start = (0.12 + index * 0.2) * pace;
    return (context, at) => {
      const come = progress(at.t, start, 0.7 * pace);
      camera.look(context, 0.8 + 0.15 * index, at, () => {
        drawCentred(context, picture, {
          x: place.x,
          y: place.y + (1 - easeOutQuint(come)) * 26 * stage.u + wave(at.t, 3.6, index * 1.4) * 0.8 * stage.u,
          scale: 0.55 + 0.45 * easeOutBack(come),
          turn: tilt + (1 - easeOutQuint(come)) * 0.4 + wave(at.t, 5, index * 2) * 0.02,
          alpha: Math.min(1, come * 5),
        });
      });
    };
  });
}

/** A white card with an icon, on a coloured one that shows at its edge. */
function card(film: Film, index: number, size: number): Canvas {
  const { tones } = film;
  const margin = size * 0.16;
  const radius = size * 0.2;
  const icon = film.icon(index, size * 0.62);
  return bitmap(size + 2 * margin, size + 2 * margin, (context) => {
    context.save();
    context.shadowColor = 'rgba(10, 12, 30, 0.28)';
    context.shadowBlur = size * 0.1;
    context.shadowOffsetY = size * 0.04;
    context.fillStyle = index % 2 === 0 ? tones.primary : tones.accent;
    context.beginPath();
    context.roundRect(margin + size * 0.035, margin + size * 0.045, size, size, radius);
    context.fill();
    context.restore();
    context.fillStyle = '#ffffff';
    context.beginPath();
    context.roundRect(margin, margin, size, size, radius);
    context.fill();
    if (icon) drawCentred(context, icon, { x: margin + size / 2, y: margin + size / 2 });
  });
}
