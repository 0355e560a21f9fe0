import { createCanvas, ImageData } from '@napi-rs/canvas';
import { parentPort, workerData } from 'node:worker_threads';
import { captionLayer } from '../../local/video/captions.js';
import { encoderArguments, startEncoder } from '../../local/video/encoder.js';
import { registerFonts } from '../../local/video/fonts.js';
import { STOP, type FrameMessage } from '../../local/video/frame-thread.js';
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

const PROGRESS_EVERY = 10;

const port = parentPort;
if (!port) throw new Error('fit-worker is a worker thread of the cloud film');
const tell = (message: FrameMessage): void => port.postMessage(message);

const { program, clipPath, format, frames, slow, captions, graphics, outputPath } = workerData as FitWork;
const encoder = startEncoder(program, encoderArguments(format, outputPath));
const source = openClip(program, clipPath, format, { frames, slow });
for (const { pid } of [encoder, source]) if (pid !== undefined) tell({ pid });
const endPrograms = () => Promise.all([encoder.kill(), source.kill()]);
let stopped = false;
port.on('message', (message) => {
  if (message === STOP) stopped = true;
  void endPrograms().then(() => port.close());
});

registerFonts(captions.flatMap(({ words }) => words.map(({ text }) => text)));
const drawCaptions = captionLayer({ stage: stageFor(format), graphics }, captions);
const canvas = createCanvas(format.width, format.height);
const context = canvas.getContext('2d');

async function writeFrame(picture: Uint8Array<ArrayBuffer>, frame: number): Promise<void> {
  const t = frame / format.fps;
  const spoken = captions.some(({ startSec, endSec }) => t >= startSec && t < endSec);
  if (!spoken || drawCaptions === undefined) return encoder.write(picture);
  const pixels = new Uint8ClampedArray(picture.buffer);
  context.putImageData(new ImageData(pixels, format.width, format.height), 0, 0);
  drawCaptions(context, { t, share: frame / frames });
  const drawn = canvas.data();
  await encoder.write(drawn);
  // Gives the frame's memory back at once: waiting for the collector costs more than drawing does.
  (drawn.buffer as ArrayBuffer).transfer(0);
}

try {
  const clip = source.frames();
  let picture: Uint8Array<ArrayBuffer> | undefined;
  for (let frame = 0; frame < frames && !stopped; frame++) {
    // Once the clip has ended, its last picture stands.
    picture = (await clip.next()).value ?? picture;
    if (picture === undefined) throw new Error('the clip has no frames');
    await writeFrame(picture, frame);
    if (frame % PROGRESS_EVERY === 0) tell({ progress: frame / frames });
  }
  if (!stopped) {
    await encoder.finish();
    tell({ done: true });
  }
} catch (error) {
  await endPrograms();
  if (!stopped) tell({ failed: error instanceof Error ? error.message : String(error) });
} finally {
  if (!stopped) port.close();
}
