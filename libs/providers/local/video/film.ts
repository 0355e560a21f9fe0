import type { Canvas, Image } from '@napi-rs/canvas';
import { seededRandom, type Random } from '#libs/kernel';
import type { Graphics, VideoFormat } from '../../ports/index.js';
import { iconBitmap } from './icons.js';
import { createCamera, type Camera } from './camera.js';
import { stageFor, type Stage } from './stage.js';
import { tonesFor, type Tones } from './tones.js';

/** What every part of one clip's picture is made from. */
export interface Film {
  graphics: Graphics;
  stage: Stage;
  tones: Tones;
  camera: Camera;
  durationSec: number;
  /** When the last frame is shown. */
  endSec: number;
  /** Entrances are this much quicker than at leisure, so that a short scene still comes to rest: at most 1. */
  pace: number;
  /** Whether illustration and text change sides. */
  mirrored: boolean;
  /** The icon by position, at a size in pixels, or undefined where the scene has fewer. */
  icon(index: number, size: number): Canvas | undefined;
  iconCount: number;
  /** The drawing of the item by position, at a size in pixels, or undefined where it has none. */
  itemIcon(index: number, size: number): Canvas | undefined;
  /** The flag of the place's country, at a size in pixels. */
  flag(size: number): Canvas | undefined;
  /** A generator of its own for each use, so that parts do not shift each other's choices. */
  random(use: string): Random;
}

export interface FilmRequest {
  graphics: Graphics;
  format: VideoFormat;
  frames: number;
  seed: number;
}

/** The drawings of a scene; an item without one has `null`. */
export interface Pictures {
  icons: readonly Image[];
  items: readonly (Image | null)[];
  /** Of the place's country; none where the scene has no place. */
  flag?: Image | undefined;
}

/** Scenes of this length and longer take their time. */
const LEISURE_SEC = 3.2;

export function createFilm({ graphics, format, frames, seed }: FilmRequest, pictures: Pictures): Film {
  const { icons, items, flag } = pictures;
  const stage = stageFor(format);
  const durationSec = frames / format.fps;
  const random = (use: string): Random => seededRandom(seed, use);
  const bitmaps = new Map<string, Canvas>();
  const drawn = (of: string, image: Image | null | undefined, size: number): Canvas | undefined => {
    if (!image) return undefined;
    const key = `${of}:${Math.round(size)}`;
    const known = bitmaps.get(key) ?? iconBitmap(image, Math.round(size));
    bitmaps.set(key, known);
    return known;
  };
  return {
    graphics,
    stage,
    tones: tonesFor(graphics.palette),
    camera: createCamera(graphics, stage, durationSec),
    durationSec,
    endSec: (frames - 1) / format.fps,
    pace: Math.min(1, durationSec / LEISURE_SEC),
    mirrored: random('mirror').next() < 0.5,
    iconCount: icons.length,
    icon: (index, size) => drawn(`${index}`, icons[index], size),
    itemIcon: (index, size) => drawn(`item ${index}`, items[index], size),
    flag: (size) => drawn('flag', flag, size),
    random,
  };
}
