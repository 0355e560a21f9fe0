import type { Canvas, SKRSContext2D } from '@napi-rs/canvas';
import { hashJson } from '#libs/kernel';
import { bitmap, drawCentred } from './bitmap.js';
import { mixColours } from './colour.js';
import { easeOutBack, easeOutQuint, progress, wave } from './easing.js';
import type { Film } from './film.js';
import type { Layer } from './moment.js';

/** The family of large shapes behind everything. It follows from the palette, so all scenes of a film share it. */
const MOTIFS = [orbits, ribbons, petals];

export function ornamentLayers(film: Film): Layer[] {
  const { primary, accent } = film.graphics.palette;
  const motif = MOTIFS[Number.parseInt(hashJson([primary, accent]).slice(0, 6), 16) % MOTIFS.length];
  return [(motif as (typeof MOTIFS)[number])(film), confetti(film)];
}

/** Where a corner ornament sits: opposite corners, never behind the text's middle. */
function corners(film: Film): { x: number; y: number }[] {
  const { width, height } = film.stage;
  const left = film.random('corners').next() < 0.5;
  return left
    ? [
        { x: 0, y: height * 0.04 },
        { x: width, y: height * 0.96 },
      ]
    : [
        { x: width, y: height * 0.04 },
        { x: 0, y: height * 0.96 },
      ];
}

/** Thin rings around two corners, with a bead running along each. */
function orbits(film: Film): Layer {
  const { stage, tones, camera, pace } = film;
  const { u } = stage;
  const [near, far] = corners(film) as [{ x: number; y: number }, { x: number; y: number }];
  return (context, at) => {
    camera.look(context, 0.6, at, () => {
      context.lineWidth = 0.35 * u;
      context.strokeStyle = tones.line;
      context.fillStyle = tones.accent;
      for (const [index, radius] of [26, 36, 46].entries()) {
        for (const [side, centre] of [near, far].entries()) {
          const grown = (0.55 + 0.45 * easeOutQuint(progress(at.t, 0.05 * index, 1.1 * pace))) * radius * u;
          context.beginPath();
          context.arc(centre.x, centre.y, grown, 0, 2 * Math.PI);
          context.stroke();
          const angle = at.t * (0.32 - 0.06 * index) * (side === 0 ? 1 : -1) + index * 2.1 + side * Math.PI;
          context.beginPath();
          context.arc(
            centre.x + Math.cos(angle) * grown,
            centre.y + Math.sin(angle) * grown,
            (1.3 - 0.2 * index) * u,
            0,
            2 * Math.PI,
          );
          context.fill();
        }
      }
    });
  };
}

/** Rounded bars on the slant that slide past each other. */
function ribbons(film: Film): Layer {
  const { stage, tones, camera, pace } = film;
  const { u } = stage;
  const [near, far] = corners(film) as [{ x: number; y: number }, { x: number; y: number }];
  const bars = [
    { at: near, along: 0, aside: -7, length: 62, colour: tones.primaryTint },
    { at: near, along: 16, aside: 5, length: 44, colour: tones.line },
    { at: near, along: -8, aside: 17, length: 30, colour: tones.shade },
    { at: far, along: 0, aside: 8, length: 66, colour: tones.primaryTint },
    { at: far, along: -18, aside: -4, length: 40, colour: tones.shade },
    { at: far, along: 10, aside: -15, length: 26, colour: tones.line },
  ];
  return (context, at) => {
    camera.look(context, 0.6, at, () => {
      for (const [index, bar] of bars.entries()) {
        const slide = wave(at.t, 8 + index, index * 1.7) * 5 * u;
        const grown = 0.45 + 0.55 * easeOutQuint(progress(at.t, 0.05 * index, pace));
        context.save();
        context.translate(bar.at.x, bar.at.y);
        context.rotate(-Math.PI / 4);
        context.fillStyle = bar.colour;
        context.beginPath();
        const length = bar.length * u * grown;
        context.roundRect(bar.along * u + slide - length / 2, bar.aside * u, length, 8 * u, 4 * u);
        context.fill();
        context.restore();
      }
    });
  };
}

/** Large overlapping round forms that breathe. */
function petals(film: Film): Layer {
  const { stage, tones, camera, pace } = film;
  const { u } = stage;
  const [near, far] = corners(film) as [{ x: number; y: number }, { x: number; y: number }];
  const discs = [
    { at: near, radius: 34, colour: tones.primaryTint, phase: 0 },
    { at: near, radius: 20, colour: tones.shade, phase: 2 },
    { at: far, radius: 38, colour: tones.primaryTint, phase: 4 },
    { at: far, radius: 22, colour: tones.shade, phase: 1 },
  ];
  return (context, at) => {
    camera.look(context, 0.6, at, () => {
      for (const [index, disc] of discs.entries()) {
        const grown = 0.6 + 0.4 * easeOutQuint(progress(at.t, 0.05 * index, 1.1 * pace));
        const radius = disc.radius * u * grown * (1 + 0.035 * wave(at.t, 5.5, disc.phase));
        context.fillStyle = disc.colour;
        context.beginPath();
        context.arc(
          disc.at.x + wave(at.t, 9, disc.phase) * 2.4 * u,
          disc.at.y + wave(at.t, 7.5, disc.phase + 1) * 2.4 * u,
          radius,
          0,
          2 * Math.PI,
        );
        context.fill();
      }
    });
  };
}

type Mark = (context: SKRSContext2D, size: number) => void;

const MARKS: Mark[] = [
  (context, size) => {
    context.arc(0, 0, size * 0.5, 0, 2 * Math.PI);
    context.fill();
  },
  (context, size) => {
    context.arc(0, 0, size * 0.6, 0, 2 * Math.PI);
    context.stroke();
  },
  (context, size) => {
    context.moveTo(-size * 0.7, 0);
    context.lineTo(size * 0.7, 0);
    context.moveTo(0, -size * 0.7);
    context.lineTo(0, size * 0.7);
    context.stroke();
  },
  (context, size) => {
    context.moveTo(0, -size * 0.7);
    context.lineTo(size * 0.65, size * 0.45);
    context.lineTo(-size * 0.65, size * 0.45);
    context.closePath();
    context.stroke();
  },
];

const PIECES = 14;

/** Small marks that rise slowly, each at its own pace, around the picture's rim. */
function confetti(film: Film): Layer {
  const { stage, tones, camera, pace } = film;
  const { width, height, u } = stage;
  const margin = stage.content.x - 2 * u;
  const random = film.random('confetti');
  const colours = [tones.accent, tones.primary, mixColours(tones.background, tones.text, 0.35)];
  const kinds: Canvas[] = colours.flatMap((colour) =>
    MARKS.map((mark) =>
      bitmap(5 * u, 5 * u, (context) => {
        context.translate(2.5 * u, 2.5 * u);
        context.fillStyle = context.strokeStyle = colour;
        context.lineWidth = 0.5 * u;
        context.lineCap = context.lineJoin = 'round';
        context.beginPath();
        mark(context, 1.9 * u);
      }),
    ),
  );
  const pieces = Array.from({ length: PIECES }, (_, index) => ({
    picture: random.pick(kinds),
    // In the side margins: the middle belongs to the content.
    x: index % 2 === 0 ? random.next() * margin : width - random.next() * margin,
    y: ((index + random.next()) / PIECES) * height,
    size: 0.6 + random.next() * 0.7,
    speed: (1.4 + random.next() * 2) * u,
    spin: (random.next() - 0.5) * 1.2,
    phase: random.next() * 7,
  }));
  return (context, at) => {
    camera.look(context, 0.8, at, () => {
      for (const [index, piece] of pieces.entries()) {
        const rise = (piece.y - at.t * piece.speed + height * 4) % (height + 6 * u);
        drawCentred(context, piece.picture, {
          x: piece.x + wave(at.t, 5, piece.phase) * 1.2 * u,
          y: rise - 3 * u,
          scale: piece.size * easeOutBack(progress(at.t, 0.1 + index * 0.04, 0.5 * pace)),
          turn: piece.phase + at.t * piece.spin,
          alpha: 0.85,
        });
      }
    });
  };
}
