import type { Palette } from '../../ports/index.js';
import { addColours, contrastRatio, luminance, mixColours, readableOn } from './colour.js';

/** The palette's colours and what is mixed from them. */
export interface Tones extends Palette {
  /** The accent (or the primary colour where that stays more vivid), readable on the ground: the stressed word, the figure. */
  stress: string;
  /** The smaller line of text. */
  quiet: string;
  /** Plates that text stands on. */
  plate: string;
  /** Tints of the ground: light from `primary` and `accent`, as strong as text on top still allows. */
  primaryTint: string;
  accentTint: string;
  /** Ornaments on the ground: a second tint, and what is thin enough to be stronger. */
  shade: string;
  line: string;
}

/** WCAG 2.2 AA, for text and for large text. */
const AA = 4.5;
const AA_LARGE = 3;

export function tonesFor(palette: Palette): Tones {
  const { background, backgroundAlt, primary, accent, text } = palette;
  const grounds = [background, backgroundAlt];
  const plate = mixColours(background, text, 0.09);
  const dark = luminance(background) < luminance(text);
  const primaryTint = tint(background, primary, text);
  const accentTint = tint(background, accent, text);
  return {
    ...palette,
    stress: readableOn(
      mostVivid([accent, primary], [...grounds, plate], text),
      [primaryTint, accentTint],
      text,
      AA_LARGE,
    ),
    quiet: readableOn(mixColours(background, text, 0.7), [...grounds, primaryTint, accentTint], text, AA),
    plate,
    primaryTint,
    accentTint,
    // Warm light on a dark cool ground looks brown where it has an edge.
    shade: dark ? mixColours(background, primaryTint, 0.5) : accentTint,
    line: mixColours(background, primary, 0.6),
  };
}

/** The colour that stays nearest to itself when it is made readable. */
function mostVivid(colours: string[], grounds: string[], text: string): string {
  const lowest = (colour: string): number =>
    Math.min(...grounds.map((ground) => contrastRatio(colour, ground)));
  const [first = text] = colours.toSorted((a, b) => Math.min(AA, lowest(b)) - Math.min(AA, lowest(a)));
  return readableOn(first, grounds, text, AA);
}

/** The ground in the light of a colour: added to a dark ground, where mixing would only make mud, mixed into a light one. */
function tint(ground: string, colour: string, text: string): string {
  const dark = luminance(ground) < luminance(text);
  for (let share = dark ? 0.42 : 0.44; share > 0; share -= 0.04) {
    const lit = dark ? addColours(ground, colour, share) : mixColours(ground, colour, share);
    if (contrastRatio(text, lit) >= AA + 0.8) return lit;
  }
  return ground;
}
