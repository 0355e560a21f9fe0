import { createCanvas, type Canvas } from '@napi-rs/canvas';
import type { Caption } from '../../ports/index.js';
import { backgroundLayer } from './background.js';
import { captionLayer } from './captions.js';
import { createFilm, type FilmRequest } from './film.js';
import type { Layer } from './moment.js';
import { registerFonts } from './fonts.js';
import { loadIcons, loadItemIcons } from './icons.js';
import { layouts } from './layouts/index.js';
import { ornamentLayers } from './ornaments.js';
import { wipeLayer } from './wipe.js';

export interface SceneRequest extends FilmRequest {
  captions: Caption[];
  /** The icons as SVG documents, the main one first. */
  icons: string[];
  /** A document for each of the items, empty where it has none. */
  itemIcons?: string[];
  /** The document of the place's flag. */
  flag?: string | undefined;
}

export interface Scene {
  readonly canvas: Canvas;
  /** Draws a frame, from 0, on the canvas. Frames may be drawn in any order. */
  draw(frame: number): void;
}

/** Prepares everything that stays the same from frame to frame. */
export async function createScene(request: SceneRequest): Promise<Scene> {
  const { graphics, captions, format, frames } = request;
  registerFonts([
    graphics.headline,
    graphics.kicker,
    graphics.figure,
    graphics.place?.name ?? '',
    ...graphics.items,
    ...captions.flatMap((caption) => caption.words.map((word) => word.text)),
  ]);
  const [flag] = await loadIcons(request.flag === undefined ? [] : [request.flag]);
  const film = createFilm(request, {
    flag,
    icons: await loadIcons(request.icons),
    items: await loadItemIcons(request.itemIcons ?? []),
  });
  const spoken = captionLayer(film, captions);
  const layers: Layer[] = [
    backgroundLayer(film),
    ...ornamentLayers(film),
    ...layouts[graphics.layout](film),
    wipeLayer(film),
    ...(spoken ? [spoken] : []),
  ];
  const canvas = createCanvas(format.width, format.height);
  const context = canvas.getContext('2d');
  return {
    canvas,
    draw: (frame) => {
      const at = { t: frame / format.fps, share: frames > 1 ? frame / (frames - 1) : 0 };
      for (const layer of layers) {
        context.save();
        layer(context, at);
        context.restore();
      }
    },
  };
}
