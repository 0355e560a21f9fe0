import { textOf, type Facts } from './facts.js';
import { figureIn } from './figures.js';
import type { Piece } from './interpret.js';
import type { Lead } from './phrases/bank.js';

/** What a fact answers, if somebody could have asked for it. */
export function leadFor(piece: Piece, { genre, date, place }: Facts): Lead | undefined {
  if (piece.kind === 'points')
    return piece.items.length >= 3 && genre !== 'news' && genre !== 'recipe' ? 'list' : undefined;
  const text = textOf(piece);
  // In a longer sentence the answer would come too late.
  if (text.split(/\s+/).length > 9) return undefined;
  const figure = figureIn(text) ?? '';
  if (/%|percent|por ciento|pour cent|Prozent/.test(figure)) return genre === 'offer' ? 'saving' : undefined;
  if (/[$£€]|euros?/i.test(figure)) return genre === 'offer' || genre === 'event' ? 'price' : undefined;
  if (genre === 'event' && date !== undefined && text.includes(date)) return 'when';
  return genre === 'event' && place !== undefined && text.includes(place) ? 'where' : undefined;
}
