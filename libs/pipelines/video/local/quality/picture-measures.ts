import type { RgbFrame } from '#libs/media';
import { linear, oklab, type Lab } from './colour.js';

/** Brightness of every pixel as the eye weighs it (Rec. 709), 0 to 255, gamma-coded. */
export function luma({ data }: RgbFrame): Float32Array {
  const out = new Float32Array(data.length / 3);
  for (let i = 0, at = 0; i < out.length; i++, at += 3) {
    out[i] =
      0.2126 * (data[at] as number) + 0.7152 * (data[at + 1] as number) + 0.0722 * (data[at + 2] as number);
  }
  return out;
}

/** Mean of a function of the colour over a frame. Colours are told apart to 1/32 a channel and looked up only once. */
export function colourMean(
  frame: RgbFrame,
  of: (colour: Lab) => number,
  known = new Map<number, number>(),
): number {
  const { data } = frame;
  let sum = 0;
  for (let at = 0; at < data.length; at += 3) {
    const [r, g, b] = [data[at] as number, data[at + 1] as number, data[at + 2] as number];
    const key = ((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3);
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = of(oklab(r, g, b))));
    sum += value;
  }
  return (sum * 3) / data.length;
}

/** The colour in the middle of all colours, channel by channel: the ground, where it covers about half of the picture. */
export function medianColour({ data }: RgbFrame): Lab {
  const colours: Lab[] = [];
  // Every fourth pixel tells as much as all of them.
  for (let at = 0; at < data.length; at += 12) {
    colours.push(oklab(data[at] as number, data[at + 1] as number, data[at + 2] as number));
  }
  const middle = (channel: 0 | 1 | 2) =>
    percentile(Float32Array.from(colours, (colour) => colour[channel]).sort(), 0.5);
  return [middle(0), middle(1), middle(2)];
}

const gap = (x: number, y: number): number => (x > y ? x - y : y - x);

/** Mean change of brightness between two frames, as a share of the full range. */
export function change(before: Float32Array, after: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < before.length; i++) sum += gap(after[i] as number, before[i] as number);
  return sum / before.length / 255;
}

/** How steep the steepest edges are: the 99th percentile of the step between neighbours, as a share of the full range. */
export function sharpness(brightness: Float32Array, width: number): number {
  const steps = new Float32Array(brightness.length);
  for (let i = 0; i + width < brightness.length; i++) {
    const here = brightness[i] as number;
    const across = (i + 1) % width === 0 ? 0 : gap(brightness[i + 1] as number, here);
    const down = gap(brightness[i + width] as number, here);
    steps[i] = across > down ? across : down;
  }
  return percentile(steps.sort(), 0.99) / 255;
}

/** Colourfulness after Hasler and Süsstrunk (2003): 0 is grey, about 15 slightly, 45 quite, 80 very colourful. */
export function colourfulness({ data }: RgbFrame): number {
  const sums = { rg: 0, yb: 0, rg2: 0, yb2: 0 };
  const count = data.length / 3;
  for (let at = 0; at < data.length; at += 3) {
    const [r, g, b] = [data[at] as number, data[at + 1] as number, data[at + 2] as number];
    const [rg, yb] = [r - g, (r + g) / 2 - b];
    sums.rg += rg;
    sums.yb += yb;
    sums.rg2 += rg * rg;
    sums.yb2 += yb * yb;
  }
  const [meanRg, meanYb] = [sums.rg / count, sums.yb / count];
  const spread = Math.sqrt(Math.max(0, sums.rg2 / count - meanRg ** 2 + sums.yb2 / count - meanYb ** 2));
  return spread + 0.3 * Math.hypot(meanRg, meanYb);
}

/** Captions stand somewhere in the lowest two fifths, in a band about this high. */
const CAPTIONS_BELOW = 0.6;
const BAND_HEIGHT = 0.1;

/**
 * Contrast ratio (WCAG 2) between text and ground where captions are: the band with the most edges in the lower part
 * of the frame. Its commonest brightness is the ground; the text is what lies furthest from that.
 */
export function captionContrast(frame: RgbFrame, brightness: Float32Array): number {
  const { width, height } = frame;
  const band = Math.max(2, Math.round(height * BAND_HEIGHT));
  const first = Math.round(height * CAPTIONS_BELOW);
  const [left, right] = [Math.round(width * 0.15), Math.round(width * 0.85)];
  const edges = Array.from({ length: height }, (_, row) => {
    let sum = 0;
    for (let i = row * width + left; i < row * width + right; i++) {
      sum += gap(brightness[i + 1] as number, brightness[i] as number);
    }
    return sum;
  });
  let best = { top: first, sum: -1 };
  for (let top = first; top + band <= height; top++) {
    const sum = edges.slice(top, top + band).reduce((a, b) => a + b, 0);
    if (sum > best.sum) best = { top, sum };
  }
  const luminances: number[] = [];
  for (let row = best.top; row < best.top + band; row++) {
    for (let column = left; column < right; column++) luminances.push(luminance(frame, row * width + column));
  }
  luminances.sort((a, b) => a - b);
  const ground = percentile(luminances, 0.5);
  return Math.max(ratio(percentile(luminances, 0.97), ground), ratio(ground, percentile(luminances, 0.03)));
}

const ratio = (lighter: number, darker: number): number => (lighter + 0.05) / (darker + 0.05);

const luminance = ({ data }: RgbFrame, pixel: number): number =>
  0.2126 * linear(data[pixel * 3] as number) +
  0.7152 * linear(data[pixel * 3 + 1] as number) +
  0.0722 * linear(data[pixel * 3 + 2] as number);

/** Of sorted values; 0 where there are none. */
export const percentile = (sorted: ArrayLike<number>, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;

export const median = (values: readonly number[]): number =>
  percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  );

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
