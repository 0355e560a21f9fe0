import type { Canvas } from '@napi-rs/canvas';
import { bitmap, drawCentred } from './bitmap.js';
import { mixColours } from './colour.js';
import { clamp01, easeOutBack, easeOutCubic, easeOutQuint, progress, wave } from './easing.js';
import type { Film } from './film.js';
import type { Layer } from './moment.js';
import { centreX, centreY, type Box } from './stage.js';

export interface IllustrationOptions {
  /** Whether a coloured disc stands behind the icon. */
  disc: boolean;
  /** Whether the scene's other icons circle around it. */
  company: boolean;
  /** Seconds from the clip's start, at leisure. */
  startSec?: number;
}

/** The icon's size as a share of the disc's radius, with a disc and without. */
const ICON_ON_DISC = 1.46;
const ICON_ALONE = 1.85;
const POP_SEC = 0.7;

/** The disc's radius: companions stick out at its sides more than above and below. */
export const discRadius = (box: Box): number => Math.min(box.w * 0.4, box.h * 0.45);

/** The scene's main icon, large and afloat, with what surrounds it. */
export function illustration(film: Film, box: Box, options: IllustrationOptions): Layer[] {
  const [x, y] = [centreX(box), centreY(box)];
  const start = (options.startSec ?? 0.1) * film.pace;
  const radius = discRadius(box);
  const place = { x, y, radius, start };
  const main = film.icon(0, radius * (options.disc ? ICON_ON_DISC : ICON_ALONE));
  return [
    ...(options.disc ? [discLayer(film, place)] : []),
    burst(film, place),
    main ? mainIcon(film, main, place) : rosette(film, place),
    ...(options.company ? satellites(film, place) : []),
  ];
}

interface Place {
  x: number;
  y: number;
  radius: number;
  start: number;
}

function discLayer(film: Film, { x, y, radius, start }: Place): Layer {
  const { tones, camera, stage, pace } = film;
  const disc = bitmap(radius * 2, radius * 2, (context) => {
    const gradient = context.createLinearGradient(0, 0, radius * 1.4, radius * 2);
    gradient.addColorStop(0, mixColours(tones.primary, '#ffffff', 0.14));
    gradient.addColorStop(1, mixColours(tones.primary, tones.accent, 0.22));
    context.fillStyle = gradient;
    context.beginPath();
    context.arc(radius, radius, radius - 1, 0, 2 * Math.PI);
    context.fill();
  });
  return (context, at) => {
    camera.look(context, 0.75, at, () => {
      const grown = 0.5 + 0.5 * easeOutBack(progress(at.t, 0, 0.6 * pace));
      drawCentred(context, disc, { x, y, scale: grown * (1 + 0.012 * wave(at.t, 4)) });
      context.strokeStyle = tones.accent;
      context.lineWidth = 0.45 * stage.u;
      context.lineCap = 'round';
      const sweep = easeOutCubic(progress(at.t, start, 1.1 * pace));
      const turn = at.t * 0.35;
      for (const half of [0, Math.PI]) {
        context.beginPath();
        context.arc(x, y, radius * 1.1, turn + half, turn + half + 2.2 * sweep);
        context.stroke();
      }
    });
  };
}

function mainIcon(film: Film, picture: Canvas, { x, y, start }: Place): Layer {
  const { camera, stage, pace } = film;
  return (context, at) => {
    camera.look(context, 1, at, () => {
      const come = progress(at.t, start, POP_SEC * pace);
      drawCentred(context, picture, {
        x,
        y: y + wave(at.t, 3.4) * 0.9 * stage.u + (1 - easeOutQuint(come)) * 6 * stage.u,
        scale: easeOutBack(come),
        turn: wave(at.t, 5.2, 0.6) * 0.045 - (1 - easeOutQuint(come)) * 0.5,
        alpha: clamp01(come * 4),
      });
    });
  };
}

/** Rays that fly out as the icon pops, and go. */
function burst(film: Film, { x, y, radius, start }: Place): Layer {
  const { tones, camera, stage, pace } = film;
  const rays = 12;
  return (context, at) => {
    const come = progress(at.t, start + 0.12, 0.55 * pace);
    if (come <= 0 || come >= 1) return;
    camera.look(context, 0.9, at, () => {
      context.strokeStyle = tones.accent;
      context.lineCap = 'round';
      context.lineWidth = 0.8 * stage.u * (1 - come);
      context.beginPath();
      for (let ray = 0; ray < rays; ray++) {
        const angle = ((ray + 0.5) / rays) * 2 * Math.PI;
        const inner = radius * (0.95 + 0.4 * easeOutCubic(come));
        const outer = radius * (1.02 + 0.42 * easeOutQuint(come));
        context.moveTo(x + Math.cos(angle) * inner, y + Math.sin(angle) * inner);
        context.lineTo(x + Math.cos(angle) * outer, y + Math.sin(angle) * outer);
      }
      context.stroke();
    });
  };
}

/** Of the full turn, where the companions sit: two opposite, or three spread. */
const SEATS: Record<number, number[]> = { 1: [-0.11], 2: [-0.11, 0.41], 3: [-0.1, 0.42, 0.13] };
const BADGE = 0.3;
/** A drawing's share of its badge. */
const ON_BADGE = 0.62;

function satellites(film: Film, { x, y, radius, start }: Place): Layer[] {
  const seats = SEATS[Math.min(3, film.iconCount - 1)] ?? [];
  return seats.map((seat, index) => {
    const picture = badge(film.icon(index + 1, radius * BADGE * 2 * ON_BADGE), radius * BADGE * 2);
    const mirrored = film.mirrored ? 0.5 - seat : seat;
    return (context, at) => {
      const come = progress(at.t, start + (0.35 + 0.16 * index) * film.pace, 0.55 * film.pace);
      film.camera.look(context, 1.25, at, () => {
        const angle = mirrored * 2 * Math.PI + wave(at.t, 7 + index, index * 2) * 0.09;
        const distance = radius * 0.98 * (0.6 + 0.4 * easeOutBack(come));
        drawCentred(context, picture, {
          x: x + Math.cos(angle) * distance,
          y: y + Math.sin(angle) * distance + wave(at.t, 2.9 + 0.4 * index, index) * 0.5 * film.stage.u,
          scale: easeOutBack(come),
        });
      });
    };
  });
}

/** A small icon on a white round plate. */
export function badge(picture: Canvas | undefined, size: number): Canvas {
  const margin = size * 0.18;
  return bitmap(size + 2 * margin, size + 2 * margin, (context) => {
    const middle = size / 2 + margin;
    context.save();
    context.shadowColor = 'rgba(10, 12, 30, 0.3)';
    context.shadowBlur = size * 0.12;
    context.shadowOffsetY = size * 0.05;
    context.fillStyle = '#ffffff';
    context.beginPath();
    context.arc(middle, middle, size / 2, 0, 2 * Math.PI);
    context.fill();
    context.restore();
    if (picture) drawCentred(context, picture, { x: middle, y: middle });
  });
}

/** Stands in where a scene has no icon. */
function rosette(film: Film, { x, y, radius, start }: Place): Layer {
  const { tones, camera, pace } = film;
  return (context, at) => {
    camera.look(context, 1, at, () => {
      const grown = easeOutBack(progress(at.t, start, POP_SEC * pace)) * radius;
      for (let petal = 0; petal < 8; petal++) {
        const angle = (petal / 8) * 2 * Math.PI + at.t * 0.25;
        context.fillStyle = petal % 2 === 0 ? tones.accent : '#ffffff';
        context.beginPath();
        context.arc(
          x + Math.cos(angle) * grown * 0.42,
          y + Math.sin(angle) * grown * 0.42,
          grown * 0.2,
          0,
          2 * Math.PI,
        );
        context.fill();
      }
      context.fillStyle = tones.background;
      context.beginPath();
      context.arc(x, y, grown * 0.26, 0, 2 * Math.PI);
      context.fill();
    });
  };
}
