import { copy } from '../copy.js';
import type { Film } from '../film.js';
import { mapCard } from '../map/map-card.js';
import type { Layer } from '../moment.js';
import { columns } from './columns.js';
import { hero } from './hero.js';

/** Where it is: a map with the place pinned and named, beside (in tall pictures above) the headline. */
export function map(film: Film): Layer[] {
  const { place } = film.graphics;
  const { shape } = film.stage;
  const { art, text, align } = columns(film, { wide: 0.48, square: 0.56, tall: 0.56 });
  const card = place === undefined ? [] : mapCard(film, place, art);
  if (card.length === 0) return hero(film);
  return [
    ...card,
    ...copy(film, {
      box: text,
      align,
      headlineSize: shape === 'wide' ? 11.5 : shape === 'tall' ? 11 : 9,
      headlineLines: shape === 'square' ? 3 : 4,
    }).layers,
  ];
}
