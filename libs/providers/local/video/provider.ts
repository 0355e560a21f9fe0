import { Injectable } from '@nestjs/common';
import { programPath } from '#libs/media';
import { VideoProvider, type ClipRequest, type ClipResult } from '../../ports/index.js';
import { writeClip } from './clip-file.js';
import { runFrameThread } from './frame-thread.js';
import type { FrameWork } from './frame-worker.js';
import { iconDocuments } from './icons.js';

const WORKER = new URL('./frame-worker.js', import.meta.url);

/** Draws animated typography and pictures on this machine, without a model, a key or a network. */
@Injectable()
export class MotionGraphicsProvider extends VideoProvider {
  override readonly name = 'local-motion-graphics';

  override async render(request: ClipRequest): Promise<ClipResult> {
    const { graphics, format, frames, captions, seed } = request;
    await writeClip(request, (outputPath) => {
      const work: FrameWork = {
        ...{ graphics, format, frames, captions, seed },
        icons: iconDocuments(graphics.icons),
        itemIcons: (graphics.itemIcons ?? []).map((name) => iconDocuments([name])[0] ?? ''),
        flag: iconDocuments(graphics.place ? [`flag-${graphics.place.country.toLowerCase()}`] : [])[0],
        program: programPath('ffmpeg'),
        outputPath,
      };
      return runFrameThread(WORKER, work, request);
    });
    const seconds = Math.ceil(frames / format.fps);
    return {
      usage: [{ provider: this.name, model: 'local', unit: 'seconds', quantity: seconds }],
      by: this.name,
      downgraded: null,
    };
  }
}
