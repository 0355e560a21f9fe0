import { createCanvas, ImageData } from '@napi-rs/canvas';
import { captionLayer } from '../../local/video/captions.js';
import { drawInThread } from '../../local/video/draw-in-thread.js';
import { type Encoder, startEncoder } from '../../local/video/encoder.js';
import { registerFonts } from '../../local/video/fonts.js';
import { stageFor } from '../../local/video/stage.js';
import type { ClipRequest } from '../../ports/index.js';
import { openClip } from './frame-source.js';

export interface FitWork extends Pick<ClipRequest, 'format' | 'frames' | 'captions' | 'graphics'> {
  /** The clip as it was bought. */
  clipPath: string;
  /** 1.2 makes it last a fifth longer. */
  slow: number;
  /** The ffmpeg to run. */
  program: string;
  outputPath: string;
}

drawInThread<FitWork>(async (work, drawing) => {
  const { program, clipPath, format, frames, slow, outputPath } = work;
  const encoder = startEncoder(program, format, outputPath);
  const source = openClip(program, clipPath, format, { frames, slow });
  drawing.runs(encoder, source);
  const writeFrame = frameWriter(work, encoder);
  const clip = source.frames();
  let picture: Uint8Array<ArrayBuffer> | undefined;
  for (let frame = 0; frame < frames && !drawing.stopped; frame++) {
    // Once the clip has ended, its last picture stands.
    picture = (await clip.next()).value ?? picture;
    if (picture === undefined) throw new Error('the clip has no frames');
    await writeFrame(picture, frame);
    drawing.drawn(frame, frames);
  }
  if (!drawing.stopped) await encoder.finish();
});

/** Writes the clip's pictures with the captions that belong to their moment. */
function frameWriter({ format, frames, captions, graphics }: FitWork, encoder: Encoder) {
  registerFonts(captions.flatMap(({ words }) => words.map(({ text }) => text)));
  const drawCaptions = captionLayer({ stage: stageFor(format), graphics }, captions);
  const canvas = createCanvas(format.width, format.height);
  const context = canvas.getContext('2d');
  return async (picture: Uint8Array<ArrayBuffer>, frame: number): Promise<void> => {
    const t = frame / format.fps;
    const spoken = captions.some(({ startSec, endSec }) => t >= startSec && t < endSec);
    if (!spoken || drawCaptions === undefined) return encoder.write(picture);
    const pixels = new Uint8ClampedArray(picture.buffer);
    context.putImageData(new ImageData(pixels, format.width, format.height), 0, 0);
    drawCaptions(context, { t, share: frame / frames });
    const drawn = canvas.data();
    const written = encoder.write(drawn);
    // Gives the frame's memory back at once: waiting for the collector costs more than drawing does.
    (drawn.buffer as ArrayBuffer).transfer(0);
    return written;
  };
}
