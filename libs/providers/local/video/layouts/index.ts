import type { Layout } from '../../../ports/index.js';
import type { Film } from '../film.js';
import type { Layer } from '../moment.js';
import { closing } from './closing.js';
import { hero } from './hero.js';
import { list } from './list.js';
import { map } from './map.js';
import { number } from './number.js';
import { quote } from './quote.js';
import { split } from './split.js';
import { stack } from './stack.js';
import { timeline } from './timeline.js';

/** How each layout arranges headline, illustration and the rest, from back to front. */
export const layouts: Record<Layout, (film: Film) => Layer[]> = {
  hero,
  split,
  stack,
  number,
  list,
  timeline,
  map,
  quote,
  closing,
};
