import type { Film } from '../film.js';
import type { Box } from '../stage.js';

export interface Columns {
  art: Box;
  text: Box;
  align: 'left' | 'center';
}

/** Illustration and text: side by side in wide pictures, one above the other in others. */
export function columns(film: Film, artShare: { wide: number; square: number; tall: number }): Columns {
  const { content, shape, u } = film.stage;
  const share = artShare[shape];
  if (shape === 'wide') {
    const gap = 5 * u;
    const artWidth = content.w * share;
    const textWidth = content.w - artWidth - gap;
    const artX = film.mirrored ? content.x : content.x + textWidth + gap;
    const textX = film.mirrored ? content.x + artWidth + gap : content.x;
    return {
      art: { x: artX, y: content.y, w: artWidth, h: content.h },
      text: { x: textX, y: content.y, w: textWidth, h: content.h },
      align: 'left',
    };
  }
  const gap = 4 * u;
  const artHeight = content.h * share;
  return {
    art: { x: content.x, y: content.y, w: content.w, h: artHeight },
    text: { x: content.x, y: content.y + artHeight + gap, w: content.w, h: content.h - artHeight - gap },
    align: 'center',
  };
}
