import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { AppError } from '#libs/kernel';
import type { Caption } from '#libs/providers';
import {
  BlobRefSchema,
  FormatSchema,
  SceneVisualSchema,
  TimelineSchema,
  type SceneTiming,
} from '../domain/index.js';

const Input = z.object({
  scene: SceneVisualSchema,
  timeline: TimelineSchema,
  format: FormatSchema,
  /** Who is asked, in this order. */
  providers: z.array(z.string()),
});

const Output = z.object({
  sceneId: z.string(),
  clip: BlobRefSchema,
  frames: z.number().int().positive(),
});

/** Renders one scene to a clip of exactly the frames that the timeline gives it. */
@Injectable()
export class RenderExecutor extends Agent<typeof Input, typeof Output> {
  override readonly name = 'RenderExecutor';
  override readonly version = 1;
  override readonly input = Input;
  override readonly output = Output;
  override readonly timeoutMs = 600_000;

  override async run(
    { scene, timeline, format, providers }: z.output<typeof Input>,
    context: AgentContext,
  ): Promise<z.input<typeof Output>> {
    const timing = timeline.scenes.find(({ sceneId }) => sceneId === scene.sceneId);
    if (!timing) {
      throw new AppError('video.scene_not_timed', `The timeline has no scene ${scene.sceneId}`);
    }
    if (timeline.fps !== format.fps) {
      throw new AppError(
        'video.frame_rate_mismatch',
        `The timeline counts ${timeline.fps} frames a second, the format ${format.fps}`,
      );
    }
    const outputPath = join(context.workDir, `${scene.sceneId}.mp4`);
    const made = await context.providers.video(providers).render({
      prompt: scene.prompt,
      graphics: scene.graphics,
      format,
      frames: timing.frames,
      captions: captionsOfClip(timing, timeline.fps),
      outputPath,
      onProgress: (fraction) => context.progress(fraction),
      seed: context.seed,
      signal: context.signal,
    });
    context.used(made);
    const clip = await context.blobs.putFile(outputPath, 'video/mp4');
    return { sceneId: scene.sceneId, clip, frames: timing.frames };
  }
}

/** A scene's captions with times from its own first frame; what would lie outside the clip is cut off. */
function captionsOfClip({ captions, startFrame, frames }: SceneTiming, fps: number): Caption[] {
  const [start, length] = [startFrame / fps, frames / fps];
  const within = (sec: number): number => Math.min(length, Math.max(0, sec - start));
  return captions.map((caption) => ({
    startSec: within(caption.startSec),
    endSec: within(caption.endSec),
    words: caption.words.map(({ text, startSec, endSec }) => ({
      text,
      startSec: within(startSec),
      endSec: within(endSec),
    })),
  }));
}
