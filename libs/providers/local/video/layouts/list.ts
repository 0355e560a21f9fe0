import { copy } from '../copy.js';
import type { Film } from '../film.js';
import type { Layer } from '../moment.js';
import { illustration } from '../illustration.js';
import { measuresOf } from '../measures.js';
import { barLayer } from './bars.js';
import { columns } from './columns.js';
import { hero } from './hero.js';
import { priceBadge } from './price-badge.js';
import { fitRow, markOf, rowLayer } from './rows.js';

const MOST = 5;
const STEP_SEC = 0.32;
/** Rows with long lines are this much higher, so that these may stand on two lines. */
const LONG_ITEM = 30;

/**
 * A headline over short lines on plates, which slide in one by one: ticked off, numbered where they are steps, or with
 * drawings of their own; quantities of one unit become a bar chart. A price hangs on the illustration.
 */
export function list(film: Film): Layer[] {
  const items = film.graphics.items.filter((item) => item.trim() !== '').slice(0, MOST);
  if (items.length === 0) return hero(film);
  const measures = measuresOf(items);
  const largest = Math.max(0, ...(measures ?? []).map(({ value }) => value));
  const { shape, u, content } = film.stage;
  const crowded = shape === 'square' && items.length > 3;
  const { art, text: beside } = columns(film, { wide: 0.36, square: 0.3, tall: 0.34 });
  const text = crowded ? content : beside;
  const rowGap = 2 * u;
  const long = measures === undefined && items.some((item) => item.length > LONG_ITEM);
  const rowsShare = items.length > 3 ? 0.68 : 0.6;
  const rowHeight = Math.min(
    (items.length === 1 ? 20 : long ? 14.5 : 11.5) * u,
    (text.h * rowsShare - rowGap * (items.length - 1)) / items.length,
  );
  const rowsHeight = rowHeight * items.length + rowGap * (items.length - 1);
  const words = copy(film, {
    box: text,
    align: shape === 'wide' ? 'left' : 'center',
    headlineSize: shape === 'wide' ? 9.5 : shape === 'tall' ? 10 : 7,
    headlineLines: 2,
    below: rowsHeight + 3 * u,
  });
  const place = { w: text.w, h: rowHeight };
  // All rows in the size that the longest needs.
  const size = Math.min(...items.map((item) => fitRow(item, place).size));
  const ownPictures = items.some((_, index) => film.itemIcon(index, rowHeight) !== undefined);
  const company = shape !== 'square' && !ownPictures && film.graphics.figure === '';
  return [
    ...(crowded ? [] : illustration(film, art, { disc: true, company })),
    ...(crowded || film.graphics.figure === '' ? [] : [priceBadge(film, art)]),
    ...words.layers,
    ...items.map((item, index) => {
      const row = {
        box: { x: text.x, y: words.bottom + 3 * u + index * (rowHeight + rowGap), ...place },
        startSec: Math.min(words.restSec, 1.1) + index * STEP_SEC,
      };
      const measure = measures?.[index];
      return measure === undefined
        ? rowLayer(film, fitRow(item, place, size), markOf(film, index, item, place), row)
        : barLayer(film, measure, { ...row, share: measure.value / largest });
    }),
  ];
}
