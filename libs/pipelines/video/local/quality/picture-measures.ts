import type { RgbFrame } from '#libs/media/frames';
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

/** A colour of a picture and its share of it, 0 to 1. */
export interface ColourShare {
  colour: Lab;
  share: number;
}

/** The colours of a frame, told apart to 1/32 a channel, each by the middle of its step. */
export function coloursOf({ data }: RgbFrame): ColourShare[] {
  const counts = new Uint32Array(1 << 15);
  for (let at = 0; at < data.length; at += 3) {
    const key =
      (((data[at] as number) >> 3) << 10) |
      (((data[at + 1] as number) >> 3) << 5) |
      ((data[at + 2] as number) >> 3);
    counts[key] = (counts[key] as number) + 1;
  }
  const colours: ColourShare[] = [];
  counts.forEach((count, key) => {
    if (count === 0) return;
    const [red, green, blue] = [key >> 10, (key >> 5) & 31, key & 31].map((level) => (level << 3) | 4);
    colours.push({
      colour: oklab(red as number, green as number, blue as number),
      share: (count * 3) / data.length,
    });
  });
  return colours;
}

/** Mean of a function of the colour over a picture. */
export const colourMean = (colours: readonly ColourShare[], of: (colour: Lab) => number): number =>
  colours.reduce((sum, { colour, share }) => sum + share * of(colour), 0);

/** The colour in the middle of all colours, channel by channel: the ground, where it covers about half of the picture. */
export function medianColour(colours: readonly ColourShare[]): Lab {
  const middle = (channel: 0 | 1 | 2): number => {
    let sum = 0;
    const sorted = colours.toSorted((x, y) => x.colour[channel] - y.colour[channel]);
    return sorted.find(({ share }) => (sum += share) >= 0.5)?.colour[channel] ?? 0;
  };
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

/** Captions stand somewhere in the lowest quarter, in a band about this high. */
const CAPTIONS_BELOW = 0.76;
const BAND_HEIGHT = 0.1;

/**
 * Contrast ratio (WCAG 2) between text and ground where captions are: the part of the lower frame with the most edges.
 * Its commonest brightness is the ground; the text is what lies furthest from that.
 */
export function captionContrast(frame: RgbFrame, brightness: Float32Array): number {
  const { width, height } = frame;
  const step = (row: number, column: number): number => {
    const at = row * width + column;
    // Squared, so that a few letters count for more than many faint ornaments.
    return ((brightness[at + 1] as number) - (brightness[at] as number)) ** 2;
  };
  const rows = range(Math.round(height * CAPTIONS_BELOW), height);
  const columns = range(0, width - 1);
  const edgesOfRow = rows.map((row) => columns.reduce((sum, column) => sum + step(row, column), 0));
  const band = Math.max(2, Math.round(height * BAND_HEIGHT));
  const sums = edgesOfRow.slice(0, -band).map((_, top) => total(edgesOfRow.slice(top, top + band)));
  const top = sums.indexOf(Math.max(...sums));
  const text = rows.slice(top, top + band);
  const [left, right] = middleOf(columns.map((column) => total(text.map((row) => step(row, column)))));

  const luminances = Float32Array.from(
    text.flatMap((row) => range(left, right + 1).map((column) => luminance(frame, row * width + column))),
  ).sort();
  const ground = percentile(luminances, 0.5);
  return Math.max(ratio(percentile(luminances, 0.97), ground), ratio(ground, percentile(luminances, 0.03)));
}

/** The stretch that holds the middle nine tenths of a sum. */
function middleOf(parts: readonly number[]): [from: number, to: number] {
  const all = total(parts);
  let sum = 0;
  const reached = parts.map((part) => (sum += part));
  const at = (share: number): number =>
    Math.max(
      0,
      reached.findIndex((value) => value >= share * all),
    );
  return [at(0.05), at(0.95)];
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);
const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

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
