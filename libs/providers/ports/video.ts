import type { Usage } from '#libs/kernel';
import type { ProviderCall } from './usage.js';
import type { WordTiming } from './audio.js';

export interface VideoFormat {
  width: number;
  height: number;
  fps: number;
}

/** Colours are `#rrggbb`. Text colours have a contrast of at least 4.5:1 on the ground they stand on (WCAG AA). */
export interface Palette {
  background: string;
  backgroundAlt: string;
  primary: string;
  accent: string;
  text: string;
  /** Text on `primary`. */
  onPrimary: string;
}

export const LAYOUTS = [
  'hero',
  'split',
  'stack',
  'number',
  'list',
  'timeline',
  'map',
  'quote',
  'closing',
] as const;
export type Layout = (typeof LAYOUTS)[number];

export const CAMERA_MOVES = ['push-in', 'pull-out', 'pan-left', 'pan-right', 'drift'] as const;
export type CameraMove = (typeof CAMERA_MOVES)[number];

/** A line of caption, with the times (seconds from the clip's start) of its words. */
export interface Caption {
  startSec: number;
  endSec: number;
  words: WordTiming[];
}

/** Where something is, for a map. */
export interface GraphicsPlace {
  /** As it stands on the map. */
  name: string;
  /** ISO 3166-1 alpha-2, upper case: the country that the map brings out. */
  country: string;
  /** Longitude and latitude in degrees; without it the whole country is meant. */
  at?: readonly number[] | undefined;
}

/** What a motion-graphics renderer needs to draw a scene. Models that paint pixels use `ClipRequest.prompt` alone. */
export interface Graphics {
  layout: Layout;
  camera: CameraMove;
  headline: string;
  /** Smaller line under the headline; empty for none. */
  kicker: string;
  /** Short lines for `list` ("3. Bake" is the third step) and `timeline` ("2030: First trams"), otherwise empty. */
  items: string[];
  /** A drawing for each item, empty where it has none; without them items are ticked off. */
  itemIcons?: string[] | undefined;
  /** The figure to count up to for `number`, the price on a badge for `list`, as shown ("40 %"), otherwise empty. */
  figure: string;
  /** What `map` shows; scenes with another layout have none. */
  place?: GraphicsPlace | undefined;
  /** Names in the icon set (`rocket`, `cup-with-straw`) or a country's flag (`flag-pt`), the most telling first. */
  icons: string[];
  palette: Palette;
  /** Position in the film: the opening and closing scenes have their own entrance and exit. */
  position: 'first' | 'middle' | 'last' | 'only';
}

export interface ClipRequest extends ProviderCall {
  prompt: string;
  graphics: Graphics;
  format: VideoFormat;
  /** Exact number of frames; the clip lasts frames / fps seconds. */
  frames: number;
  /** Captions to draw into the picture; empty where none. */
  captions: Caption[];
  /** Where to write the clip: a silent H.264 MP4 that joins with its siblings without re-encoding. */
  outputPath: string;
  /** Called with the fraction done, 0 to 1. */
  onProgress: (fraction: number) => void;
}

export interface ClipResult {
  usage: Usage[];
  /** Who made the pictures: a provider on this machine, or `<provider>/<model>` for one in the cloud. */
  by: string;
  /** Why it was not made by who should have made it; null where it was. */
  downgraded: string | null;
}

export abstract class VideoProvider {
  abstract readonly name: string;
  abstract render(request: ClipRequest): Promise<ClipResult>;
}
