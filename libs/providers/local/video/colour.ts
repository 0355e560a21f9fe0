/** Colours as `#rrggbb`. */
type Rgb = [red: number, green: number, blue: number];

const rgb = (colour: string): Rgb => {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
};

const hex = (channels: number[]): string =>
  `#${channels.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;

/** The colour a share of the way from one to another, mixed in sRGB. */
export function mixColours(from: string, to: string, share: number): string {
  const [a, b] = [rgb(from), rgb(to)];
  return hex(a.map((channel, i) => channel + ((b[i] as number) - channel) * share));
}

/** The first colour with a share of the second one's light on it. */
export function addColours(ground: string, light: string, share: number): string {
  const [a, b] = [rgb(ground), rgb(light)];
  return hex(a.map((channel, i) => Math.min(255, channel + (b[i] as number) * share)));
}

export const withAlpha = (colour: string, alpha: number): string => `rgba(${rgb(colour).join(',')},${alpha})`;

/** Relative luminance, 0 (black) to 1 (white): WCAG 2.2. */
export function luminance(colour: string): number {
  const [red, green, blue] = rgb(colour).map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of two colours, 1 to 21: WCAG 2.2. */
export function contrastRatio(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const STEPS = 20;

/** The colour moved towards `goal` just as far as it takes to be read on every one of the grounds. */
export function readableOn(colour: string, grounds: string[], goal: string, ratio: number): string {
  for (let step = 0; step < STEPS; step++) {
    const candidate = mixColours(colour, goal, step / STEPS);
    if (grounds.every((ground) => contrastRatio(candidate, ground) >= ratio)) return candidate;
  }
  return goal;
}
