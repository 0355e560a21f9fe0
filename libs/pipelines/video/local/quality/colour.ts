import type { Palette } from '#libs/providers/ports';

/** A colour in OKLab (B. Ottosson, 2020): equal distances look about equally different. `l` is 0 to 1. */
export type Lab = readonly [l: number, a: number, b: number];

const LINEAR = Float64Array.from({ length: 256 }, (_, value) => {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

/** Linear light of an 8-bit sRGB channel. */
export const linear = (value: number): number => LINEAR[value] as number;

export function oklab(red: number, green: number, blue: number): Lab {
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

export const distance = (x: Lab, y: Lab): number => Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);

type Line = readonly [Lab, Lab];

/** Distance of a colour to a plan's colours and to the mixtures of its grounds with the others (gradients, soft edges). */
export function distanceToPalette(palette: Palette): (colour: Lab) => number {
  const { background, backgroundAlt, primary, accent, text, onPrimary } = labs(palette);
  return distanceToLines([
    ...[backgroundAlt, primary, accent, text].map((other): Line => [background, other]),
    ...[primary, accent, text].map((other): Line => [backgroundAlt, other]),
    [primary, onPrimary],
  ]);
}

/** How much light of the other colours may fall on a ground. */
const GROUND_TINT = 0.4;

/** Distance of a colour to a plan's grounds, plain, blended into each other or lightly tinted. */
export function distanceToGround(palette: Palette): (colour: Lab) => number {
  const { background, backgroundAlt, primary, accent } = labs(palette);
  return distanceToLines([
    [background, backgroundAlt],
    [background, between(background, primary, GROUND_TINT)],
    [background, between(background, accent, GROUND_TINT)],
  ]);
}

/** From this chroma on a colour has a hue that one would name. */
export const VIVID = 0.06;
/** Below this, a plan's colour has no hue of its own. */
const TINGED = 0.03;

export const chroma = ([, a, b]: Lab): number => Math.hypot(a, b);

const hue = ([, a, b]: Lab): number => (Math.atan2(b, a) * 180) / Math.PI;

/** How far a colour's hue is from the nearest of the plan's, in degrees; 0 where the plan is all grey. */
export function hueDistance(palette: Palette): (colour: Lab) => number {
  const { background, backgroundAlt, primary, accent } = labs(palette);
  const hues = [background, backgroundAlt, primary, accent]
    .filter((colour) => chroma(colour) > TINGED)
    .map(hue);
  return (colour) => (hues.length === 0 ? 0 : Math.min(...hues.map((other) => turn(hue(colour), other))));
}

/** The angle between two directions, 0 to 180. */
function turn(one: number, other: number): number {
  const apart = Math.abs(one - other) % 360;
  return apart > 180 ? 360 - apart : apart;
}

const distanceToLines =
  (lines: readonly Line[]) =>
  (colour: Lab): number =>
    lines.reduce((least, [from, to]) => Math.min(least, distanceToLine(colour, from, to)), Infinity);

const between = (from: Lab, to: Lab, share: number): Lab => [
  from[0] + share * (to[0] - from[0]),
  from[1] + share * (to[1] - from[1]),
  from[2] + share * (to[2] - from[2]),
];

function distanceToLine(point: Lab, from: Lab, to: Lab): number {
  const along = [to[0] - from[0], to[1] - from[1], to[2] - from[2]] as const;
  const length = along[0] ** 2 + along[1] ** 2 + along[2] ** 2;
  const dot =
    (point[0] - from[0]) * along[0] + (point[1] - from[1]) * along[1] + (point[2] - from[2]) * along[2];
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, dot / length));
  return distance(point, [
    from[0] + share * along[0],
    from[1] + share * along[1],
    from[2] + share * along[2],
  ]);
}

const labs = (palette: Palette): Record<keyof Palette, Lab> => ({
  background: fromHex(palette.background),
  backgroundAlt: fromHex(palette.backgroundAlt),
  primary: fromHex(palette.primary),
  accent: fromHex(palette.accent),
  text: fromHex(palette.text),
  onPrimary: fromHex(palette.onPrimary),
});

function fromHex(hex: string): Lab {
  const value = parseInt(hex.slice(1), 16);
  return oklab(value >> 16, (value >> 8) & 255, value & 255);
}
