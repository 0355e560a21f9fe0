import type { VideoFormat } from '#libs/providers/ports';
import type { Aspect, Resolution } from './brief.js';

export const FPS = 30;

/** The shorter side of the picture, which is what a resolution is named after. */
const SHORT_SIDE: Readonly<Record<Resolution, number>> = { '720p': 720, '1080p': 1080 };

/** Of a preview, which shall be quick to make. */
export const PREVIEW_SHORT_SIDE = 360;

/** The picture's size in pixels, both sides even as the encoder needs them: 16:9 at 720p is 1280 × 720, 4:5 is 720 × 900. */
export const formatOf = (aspect: Aspect, resolution: Resolution): VideoFormat =>
  sizeOf(aspect, SHORT_SIDE[resolution]);

/** @param shortSide in pixels */
export function sizeOf(aspect: Aspect, shortSide: number): VideoFormat {
  const [across, down] = aspect.split(':').map(Number) as [number, number];
  const unit = shortSide / Math.min(across, down);
  return { width: even(across * unit), height: even(down * unit), fps: FPS };
}

const even = (pixels: number): number => Math.round(pixels / 2) * 2;
