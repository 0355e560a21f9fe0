import { setImmediate as nextTurn } from 'node:timers/promises';
import { drawInThread } from './draw-in-thread.js';
import { startEncoder } from './encoder.js';
import { createScene, type SceneRequest } from './scene.js';

export interface FrameWork extends SceneRequest {
  /** The ffmpeg to run. */
  program: string;
  outputPath: string;
}

drawInThread<FrameWork>(async (work, drawing) => {
  const encoder = startEncoder(work.program, work.format, work.outputPath);
  drawing.runs(encoder);
  const scene = await createScene(work);
  for (let frame = 0; frame < work.frames && !drawing.stopped; frame++) {
    scene.draw(frame);
    const pixels = scene.canvas.data();
    const written = encoder.write(pixels);
    // Gives the frame's memory back at once: waiting for the collector costs more than drawing does.
    (pixels.buffer as ArrayBuffer).transfer(0);
    await written;
    drawing.drawn(frame, work.frames);
    await nextTurn();
  }
  if (!drawing.stopped) await encoder.finish();
});
