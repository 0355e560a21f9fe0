import type { SKRSContext2D } from '@napi-rs/canvas';
import fc from 'fast-check';
import { CAMERA_MOVES, LAYOUTS, type Graphics } from '../../ports/index.js';
import { createFilm, type Pictures } from './film.js';
import { registerFonts } from './fonts.js';
import { iconDocuments, loadIcons } from './icons.js';
import { layouts } from './layouts/index.js';
import { MAP_COUNTRIES } from './map/countries.js';
import type { Layer } from './moment.js';
import { stageFor, type Box } from './stage.js';

const SIZES = [
  [1280, 720],
  [720, 1280],
  [1080, 1080],
  [864, 1080],
] as const;
const FRAMES = 150;
const FPS = 30;

const PALETTE = {
  ...{ background: '#101a3a', backgroundAlt: '#1c2a5e', primary: '#4a63f0', accent: '#ffb52e' },
  ...{ text: '#ffffff', onPrimary: '#ffffff' },
};

const word = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[a-z]{1,9}$/) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('Österreich', 'Éclair', '¡Ya!', '日本語', '€1,250,000', 'jazz-sevilla.es'),
  },
  { weight: 1, arbitrary: fc.stringMatching(/^[a-z]{10,30}$/) },
);
/** Lines as long as the writer makes them, each beginning with a letter that reaches the full height. */
const line = (longest: number): fc.Arbitrary<string> =>
  fc
    .array(word, { minLength: 1, maxLength: 16 })
    .map((words) => `H${words.join(' ')}`.slice(0, longest).trim());

const graphics: fc.Arbitrary<Graphics> = fc.constantFrom(...LAYOUTS).chain((layout) =>
  fc.record({
    layout: fc.constant(layout),
    camera: fc.constantFrom(...CAMERA_MOVES),
    headline: line(layout === 'quote' ? 140 : 60),
    kicker: fc.oneof(fc.constant(''), line(layout === 'closing' ? 44 : layout === 'quote' ? 40 : 104)),
    items:
      layout === 'timeline'
        ? fc.array(
            line(48).map((what) => `May 2027: ${what}`),
            { minLength: 1, maxLength: 4 },
          )
        : fc.array(line(56), { minLength: 1, maxLength: 5 }),
    itemIcons: fc.constantFrom(undefined, ['bread', 'bread', 'bread', 'bread', 'bread']),
    figure:
      layout === 'number'
        ? fc.constantFrom('7', '22 minutes', '€1,250,000', '48%')
        : fc.constantFrom('', '$49'),
    place:
      layout === 'map'
        ? fc.record(
            {
              name: fc.constantFrom(
                'Lisbon',
                'Port-Louis',
                'Palma de Mallorca',
                'Republik der Inseln im Meer',
              ),
              country: fc.constantFrom(...MAP_COUNTRIES),
              at: fc.tuple(fc.integer({ min: -179, max: 179 }), fc.integer({ min: -85, max: 85 })),
            },
            { requiredKeys: ['name', 'country'] },
          )
        : fc.constant(undefined),
    icons: fc.constantFrom(['bread'], ['bread', 'croissant'], ['bread', 'croissant', 'house', 'sun']),
    palette: fc.constant(PALETTE),
    position: fc.constantFrom('first', 'middle', 'last', 'only'),
  }),
);

describe('the boxes of every layout', () => {
  let drawings: Pictures;
  beforeAll(async () => {
    registerFonts(['日本']);
    const icons = await loadIcons(iconDocuments(['bread', 'croissant', 'house', 'sun']));
    const [flag] = await loadIcons(iconDocuments(['flag-pt']));
    drawings = { flag, icons, items: [...icons, icons[0] ?? null] };
  });

  it('lie inside the picture, clear of the captions and of each other, in letters that can be read', () => {
    fc.assert(
      fc.property(
        graphics,
        fc.constantFrom(...SIZES),
        fc.integer({ min: 1, max: 9 }),
        (asked, [width, height], seed) => {
          const format = { width, height, fps: FPS };
          const stage = stageFor(format);
          const film = createFilm(
            { graphics: asked, format, frames: FRAMES, seed },
            {
              flag: drawings.flag,
              icons: drawings.icons.slice(0, asked.icons.length),
              items: asked.itemIcons === undefined ? [] : drawings.items,
            },
          );
          const drawn = layouts[asked.layout](film).map((layer) => boxesOf(layer, 0.8));
          const texts = drawn.flatMap(({ text }) => (text ? [text] : []));
          expect(texts.length).toBeGreaterThan(0);
          for (const [index, text] of texts.entries()) {
            expect(text.x).toBeGreaterThan(0);
            expect(text.y).toBeGreaterThan(0);
            expect(text.x + text.w).toBeLessThan(width);
            expect(text.y + text.h).toBeLessThan(stage.captions.y);
            expect(text.tallest).toBeGreaterThan(1.5 * stage.u);
            for (const other of texts.slice(index + 1)) expect(overlap(text, other)).toBe(0);
          }
          // A row's own drawing belongs to the row, a map's name to the map; every other picture keeps clear of all words.
          const isMap = asked.layout === 'map';
          const pictures = drawn.flatMap(({ text, picture }) => (text || !picture ? [] : [picture]));
          const [name, ...words] = isMap ? texts : [undefined, ...texts];
          for (const text of words.filter((word) => word !== undefined))
            for (const art of pictures) expect(overlap(text, art, 1.5 * stage.u)).toBe(0);
          const [card] = pictures;
          if (name !== undefined && card !== undefined) expect(isWithin(name, card)).toBe(true);
        },
      ),
      { seed: 20, numRuns: process.env.NIGHTLY ? 2_000 : 80 },
    );
  });
});

type Drawn = Box & { tallest: number };

/** What a layer draws at a share of the scene: bitmaps set at their corner are words and plates, those about their middle pictures. */
function boxesOf(layer: Layer, share: number): { text?: Drawn; picture?: Drawn } {
  const found: { text?: Drawn; picture?: Drawn } = {};
  let matrix = new Placement(1, 1, 0, 0);
  const saved: Placement[] = [];
  const add = (kind: 'text' | 'picture', box: Box): void => {
    const [x, y] = [matrix.x + box.x * matrix.sx, matrix.y + box.y * matrix.sy];
    const placed = { x, y, w: box.w * matrix.sx, h: box.h * matrix.sy, tallest: box.h * matrix.sy };
    const known = found[kind];
    found[kind] = known === undefined ? placed : union(known, placed);
  };
  const context = {
    save: () => saved.push(matrix),
    restore: () => {
      matrix = saved.pop() ?? matrix;
    },
    transform: (a: number, _b: number, _c: number, d: number, e: number, f: number) => {
      matrix = matrix.then(a, d, e, f);
    },
    translate: (x: number, y: number) => {
      matrix = matrix.then(1, 1, x, y);
    },
    scale: (x: number, y: number) => {
      matrix = matrix.then(x, y, 0, 0);
    },
    drawImage: (picture: { width: number; height: number }, x: number, y: number) => {
      const centred = x === -picture.width / 2 && y === -picture.height / 2;
      add(centred ? 'picture' : 'text', { x, y, w: picture.width, h: picture.height });
    },
  };
  const silent = new Proxy(context, {
    get: (known, name) => Reflect.get(known, name) ?? (() => undefined),
    set: () => true,
  });
  layer(silent as unknown as SKRSContext2D, { t: (FRAMES / FPS) * share, share });
  return found;
}

/** Scaling and moving, which is all that cameras do. */
class Placement {
  constructor(
    readonly sx: number,
    readonly sy: number,
    readonly x: number,
    readonly y: number,
  ) {}

  then(sx: number, sy: number, x: number, y: number): Placement {
    return new Placement(this.sx * sx, this.sy * sy, this.x + this.sx * x, this.y + this.sy * y);
  }
}

function union(one: Drawn, other: Drawn): Drawn {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  return {
    ...{ x, y, tallest: Math.max(one.tallest, other.tallest) },
    w: Math.max(one.x + one.w, other.x + other.w) - x,
    h: Math.max(one.y + one.h, other.y + other.h) - y,
  };
}

const isWithin = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.w <= outer.x + outer.w &&
  inner.y + inner.h <= outer.y + outer.h;

/** The shorter side of what two boxes share, in pixels, beyond the soft edges and shadows of their bitmaps. */
function overlap(one: Box, other: Box, soft = 6): number {
  const w = Math.min(one.x + one.w, other.x + other.w) - Math.max(one.x, other.x);
  const h = Math.min(one.y + one.h, other.y + other.h) - Math.max(one.y, other.y);
  return Math.max(0, Math.min(w, h) - soft);
}
