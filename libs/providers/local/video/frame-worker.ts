import { parentPort, workerData } from 'node:worker_threads';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { encoderArguments, startEncoder } from './encoder.js';
import { STOP, type FrameMessage } from './frame-thread.js';
import { createScene, type SceneRequest } from './scene.js';

export interface FrameWork extends SceneRequest {
  /** The ffmpeg to run. */
  program: string;
  outputPath: string;
}

const PROGRESS_EVERY = 10;

const port = parentPort;
if (!port) throw new Error('frame-worker is a worker thread of the motion graphics provider');
const tell = (message: FrameMessage): void => port.postMessage(message);

const work = workerData as FrameWork;
const encoder = startEncoder(work.program, encoderArguments(work.format, work.outputPath));
if (encoder.pid !== undefined) tell({ pid: encoder.pid });
let stopped = false;
port.on('message', (message) => {
  if (message === STOP) stopped = true;
  void encoder.kill().then(() => port.close());
});

try {
  const scene = await createScene(work);
  for (let frame = 0; frame < work.frames && !stopped; frame++) {
    scene.draw(frame);
    const pixels = scene.canvas.data();
    await encoder.write(pixels);
    // Gives the frame's memory back at once: waiting for the collector costs more than drawing does.
    (pixels.buffer as ArrayBuffer).transfer(0);
    if (frame % PROGRESS_EVERY === 0) tell({ progress: frame / work.frames });
    await nextTurn();
  }
  if (!stopped) {
    await encoder.finish();
    tell({ done: true });
  }
} catch (error) {
  await encoder.kill();
  if (!stopped) tell({ failed: error instanceof Error ? error.message : String(error) });
} finally {
  if (!stopped) port.close();
}
