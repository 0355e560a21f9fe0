import type { VideoFormat } from '../../ports/index.js';

/** A rectangle in pixels. */
export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

export type Shape = 'wide' | 'square' | 'tall';

/** The frame's measures. Everything is sized in `u`, a hundredth of the shorter side, so that it fits any format. */
export interface Stage {
  width: number;
  height: number;
  u: number;
  shape: Shape;
  /** Where headline and illustration may stand: inside the margins and clear of the captions. */
  content: Box;
  /** Where captions stand, whether or not the clip has any: scenes keep the same lines throughout a film. */
  captions: Box;
  captionSize: number;
}

interface Measures {
  side: number;
  top: number;
  bottom: number;
  captionSize: number;
  captionWidth: number;
}

/** In u. A tall picture keeps clear of what phone apps lay over its foot. */
const MEASURES: Record<Shape, Measures> = {
  wide: { side: 9, top: 7, bottom: 5.5, captionSize: 4.3, captionWidth: 118 },
  square: { side: 6, top: 6, bottom: 6, captionSize: 4.5, captionWidth: 88 },
  tall: { side: 6.5, top: 13, bottom: 19, captionSize: 5.2, captionWidth: 87 },
};

export const CAPTION_LINES = 2;
export const CAPTION_LEADING = 1.32;
export const CAPTION_PADDING = 0.42;
const GAP_ABOVE_CAPTIONS = 4;

export function stageFor({ width, height }: Pick<VideoFormat, 'width' | 'height'>): Stage {
  const u = Math.min(width, height) / 100;
  const ratio = width / height;
  const shape = ratio > 1.2 ? 'wide' : ratio < 0.7 ? 'tall' : 'square';
  const measures = MEASURES[shape];
  const captionSize = measures.captionSize * u;
  const captionHeight = captionSize * (CAPTION_LINES * CAPTION_LEADING + 2 * CAPTION_PADDING);
  const captionWidth = measures.captionWidth * u;
  const captions = {
    x: (width - captionWidth) / 2,
    y: height - measures.bottom * u - captionHeight,
    w: captionWidth,
    h: captionHeight,
  };
  const top = measures.top * u;
  const content = {
    x: measures.side * u,
    y: top,
    w: width - 2 * measures.side * u,
    h: captions.y - GAP_ABOVE_CAPTIONS * u - top,
  };
  return { width, height, u, shape, content, captions, captionSize };
}

export const centreX = (box: Box): number => box.x + box.w / 2;
export const centreY = (box: Box): number => box.y + box.h / 2;
