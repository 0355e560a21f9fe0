import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';

const require = createRequire(import.meta.url);

export const WEIGHTS = [600, 800] as const;
export type Weight = (typeof WEIGHTS)[number];

/** Inter comes in one file a script: each is a family of its own, and the chain of them reads like one font. */
const INTER_SUBSETS = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese'];
const JAPANESE = 'AIPROD Noto Sans JP';
const interFamily = (subset: string): string => `AIPROD Inter ${subset}`;

const FAMILIES = [...INTER_SUBSETS.map(interFamily), JAPANESE].map((family) => `"${family}"`).join(', ');

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;

/** Whether the text has Chinese or Japanese letters, which are written without spaces. */
export const hasCjk = (text: string): boolean => CJK.test(text);

/** The value for a canvas context's `font`. */
export const font = (weight: Weight, size: number): string => `${weight} ${size}px ${FAMILIES}`;

/** Letters and signs that Inter has; for all others the large Japanese files are looked in as well. */
const IN_INTER = /^[\s!-\u052f\u1e00-\u1fff\u2010-\u2027\u202f-\u203a\u20a0-\u20c0\u2122\u2212]*$/u;

/**
 * Makes the fonts that the texts need known to the process. Threads share them: each registers all of its own before it
 * draws (a font that is known already costs next to nothing), so that none depends on what another has loaded.
 */
export function registerFonts(texts: readonly string[]): void {
  for (const weight of WEIGHTS) {
    for (const subset of INTER_SUBSETS) {
      register(`@fontsource/inter/files/inter-${subset}-${weight}-normal.woff2`, interFamily(subset));
    }
    if (!texts.every((text) => IN_INTER.test(text))) {
      register(`@fontsource/noto-sans-jp/files/noto-sans-jp-japanese-${weight}-normal.woff2`, JAPANESE);
    }
  }
}

function register(file: string, family: string): void {
  const path = require.resolve(file);
  if (GlobalFonts.registerFromPath(path, family) === null) throw new Error(`can't read the font ${path}`);
}
