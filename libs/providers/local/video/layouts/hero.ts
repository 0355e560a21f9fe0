import { copy } from '../copy.js';
import type { Film } from '../film.js';
import type { Layer } from '../moment.js';
import { illustration } from '../illustration.js';
import { columns } from './columns.js';

/** One large illustration beside (in tall pictures above) a large headline. */
export function hero(film: Film): Layer[] {
  const { art, text, align } = columns(film, { wide: 0.44, square: 0.54, tall: 0.54 });
  return [
    ...illustration(film, art, { disc: true, company: true }),
    ...copy(film, {
      box: text,
      align,
      headlineSize: film.stage.shape === 'wide' ? 13 : film.stage.shape === 'tall' ? 12 : 9.5,
      headlineLines: film.stage.shape === 'square' ? 3 : 4,
    }).layers,
  ];
}
