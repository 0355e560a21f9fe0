import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ffmpeg, ffmpegBytes } from '#libs/media';
import type { Worker } from 'tesseract.js';

interface Size {
  width: number;
  height: number;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Where captions stand in every format. */
const CAPTIONS_BELOW = 0.6;
/** The ground that captions are set on, and how far a pixel of it may stray, a channel. */
const PLATE = [13, 16, 23] as const;
const NEAR = 26;
/** Letters are recognised best at about three times the size that they have in a film. */
const UPSCALE = 3;

/** Reads the captions that are drawn into a film, with an OCR engine that works offline. */
export class CaptionReader {
  private constructor(private readonly worker: Worker) {}

  static async start(): Promise<CaptionReader> {
    // Loaded here: specs that read no captions should not wait for it.
    const { default: tesseract } = await import('tesseract.js');
    const { createWorker, OEM, PSM } = tesseract;
    const data = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json'));
    const worker = await createWorker('eng', OEM.LSTM_ONLY, {
      langPath: join(data, '4.0.0_best_int'),
      gzip: true,
      cacheMethod: 'none',
    });
    await worker.setParameters({ tessedit_pageseg_mode: PSM.SINGLE_BLOCK });
    return new CaptionReader(worker);
  }

  /** The text on the caption's plate at a moment of the film; empty where there is no plate. */
  async read(film: string, atSec: number, size: Size, workDir: string): Promise<string> {
    const plate = await plateAt(film, atSec, size);
    if (plate === undefined) return '';
    const { left, right, top, bottom } = within(plate);
    const picture = join(workDir, `caption-${atSec.toFixed(3)}.png`);
    const filters = [
      `crop=${right - left}:${bottom - top}:${left}:${top}:exact=1`,
      `scale=iw*${UPSCALE}:-1:flags=lanczos`,
      'format=gray',
      // Black on white, whatever colour the word is that is being spoken.
      `lut='255-clip((val-60)*2.2\\,0\\,255)'`,
      'pad=iw+40:ih+40:20:20:white',
    ];
    await ffmpeg(['-ss', atSec.toFixed(3), '-i', film, '-frames:v', '1', '-vf', filters.join(','), picture]);
    const { data } = await this.worker.recognize(picture);
    return data.text.trim();
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}

/** The box without the plate's round corners, through which the ground shows: as high as its margin over the letters. */
function within({ left, right, top, bottom }: Box): Box {
  const inset = Math.round((bottom - top) * 0.1);
  return { left: left + inset, right: right - inset, top: top + inset, bottom: bottom - inset };
}

/** The box of the largest connected stretch of plate in the lower part of a frame. */
async function plateAt(film: string, atSec: number, { width, height }: Size): Promise<Box | undefined> {
  const { stdout } = await ffmpegBytes([
    ...[
      '-ss',
      atSec.toFixed(3),
      '-i',
      film,
      '-frames:v',
      '1',
      '-pix_fmt',
      'rgb24',
      '-f',
      'rawvideo',
      'pipe:1',
    ],
  ]);
  const first = Math.round(height * CAPTIONS_BELOW);
  const isPlate = (pixel: number): boolean =>
    PLATE.every((channel, at) => Math.abs((stdout[pixel * 3 + at] ?? 255) - channel) <= NEAR);
  const seen = new Uint8Array(width * height);
  let best: { box: Box; size: number } | undefined;
  for (let start = first * width; start < width * height; start++) {
    if (seen[start] || !isPlate(start)) continue;
    const found = fill(start, { width, height, first }, seen, isPlate);
    if (best === undefined || found.size > best.size) best = found;
  }
  return best?.box;
}

function fill(
  start: number,
  { width, height, first }: Size & { first: number },
  seen: Uint8Array,
  isInside: (pixel: number) => boolean,
): { box: Box; size: number } {
  const box = { left: width, right: 0, top: height, bottom: 0 };
  const open = [start];
  let size = 0;
  seen[start] = 1;
  for (let pixel = open.pop(); pixel !== undefined; pixel = open.pop()) {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    size++;
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x + 1);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y + 1);
    const near = [
      x > 0 ? pixel - 1 : -1,
      x + 1 < width ? pixel + 1 : -1,
      y > first ? pixel - width : -1,
      y + 1 < height ? pixel + width : -1,
    ];
    for (const next of near) {
      if (next < 0 || seen[next] || !isInside(next)) continue;
      seen[next] = 1;
      open.push(next);
    }
  }
  return { box, size };
}
