import { createRequire } from 'node:module';
import { loadImage, type Canvas, type Image } from '@napi-rs/canvas';
import { bitmap } from './bitmap.js';

interface IconFile {
  icons: Record<string, { body: string } | undefined>;
  aliases?: Record<string, { parent: string } | undefined>;
}

const require = createRequire(import.meta.url);
const SIZE = 512;
let file: IconFile | undefined;
let flags: IconFile | undefined;

/** The drawings of the named icons as SVG documents, in order; unknown names are left out. Reads the set once (9 MB). */
export function iconDocuments(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  file ??= require('@iconify-json/fluent-emoji-flat/icons.json') as IconFile;
  const { icons, aliases } = file;
  return names.flatMap((name) => {
    const country = FLAG.exec(name)?.[1];
    if (country !== undefined) return flagDocuments(country);
    const icon = icons[name] ?? icons[aliases?.[name]?.parent ?? ''];
    return icon ? [svg(icon.body, 32)] : [];
  });
}

const FLAG = /^flag-([a-z]{2})$/u;

/** The round flag of a country, by its lower-case alpha-2 code; none where the set has none. */
function flagDocuments(country: string): string[] {
  flags ??= require('@iconify-json/circle-flags/icons.json') as IconFile;
  const body = flags.icons[country]?.body;
  return body === undefined ? [] : [svg(body, 512)];
}

const svg = (body: string, grid: number): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" viewBox="0 0 ${grid} ${grid}">${body}</svg>`;

export const loadIcons = (documents: readonly string[]): Promise<Image[]> =>
  Promise.all(documents.map((document) => loadImage(Buffer.from(document))));

/** As `loadIcons`, with `null` for what is empty: the others keep their places. */
export const loadItemIcons = (documents: readonly string[]): Promise<(Image | null)[]> =>
  Promise.all(documents.map(async (document) => (document === '' ? null : loadImage(Buffer.from(document)))));

/** Room around an icon's bitmap for its shadow, as a share of its size. */
const MARGIN = 0.11;

/** The icon at a size in pixels, with a soft shadow under it. */
export function iconBitmap(image: Image, size: number): Canvas {
  const margin = size * MARGIN;
  return bitmap(size + 2 * margin, size + 2 * margin, (context) => {
    context.shadowColor = 'rgba(10, 12, 30, 0.34)';
    context.shadowBlur = size * 0.055;
    context.shadowOffsetY = size * 0.04;
    context.drawImage(image, margin, margin, size, size);
  });
}
