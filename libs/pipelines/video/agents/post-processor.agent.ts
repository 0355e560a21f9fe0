import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { AppError } from '#libs/kernel';
import { concatScript, ffmpeg } from '#libs/media';
import { BlobRefSchema, TimelineSchema, type Timeline } from '../domain/index.js';
import { toSrt, toVtt } from '../domain/captions-file.js';
import { master } from '../local/post/master.js';
import { stemGains } from '../local/post/mix.js';

const Input = z.object({
  clips: z
    .array(z.object({ sceneId: z.string(), clip: BlobRefSchema, frames: z.number().int().positive() }))
    .min(1),
  timeline: TimelineSchema,
  narration: BlobRefSchema.nullable(),
  music: BlobRefSchema,
  effects: BlobRefSchema,
  title: z.string(),
  /** What the film is called among the job's artifacts. */
  fileName: z.string().default('video.mp4'),
});

const Output = z.object({
  video: BlobRefSchema,
  thumbnail: BlobRefSchema,
  captionsSrt: BlobRefSchema,
  captionsVtt: BlobRefSchema,
  /** Measured on the finished file. */
  mix: z.object({ integratedLufs: z.number(), truePeakDbtp: z.number() }),
});

interface Clip {
  path: string;
  durationSec: number;
}

/** Past the entrance and before the exit of the first scene, where its headline stands complete. */
const THUMBNAIL_AT = 0.6;

/** Turns clips and stems into the film: joined, mixed, mastered, with a thumbnail and caption files. */
@Injectable()
export class PostProcessor extends Agent<typeof Input, typeof Output> {
  override readonly name = 'PostProcessor';
  override readonly version = 1;
  override readonly input = Input;
  override readonly output = Output;
  override readonly timeoutMs = 180_000;

  override async run(input: z.output<typeof Input>, context: AgentContext): Promise<z.input<typeof Output>> {
    const { timeline } = input;
    const clips = await this.clipsInOrder(input, context);
    const [film, thumbnail, captionsSrt, captionsVtt] = await Promise.all([
      this.film(input, clips, context),
      this.thumbnail(clips[0] as Clip, context),
      context.blobs.putBytes(toSrt(timeline), 'application/x-subrip'),
      context.blobs.putBytes(toVtt(timeline), 'text/vtt'),
    ]);
    context.publish(input.fileName, film.video);
    context.publish('thumbnail.jpg', thumbnail);
    context.publish('captions.srt', captionsSrt);
    context.publish('captions.vtt', captionsVtt);
    return { ...film, thumbnail, captionsSrt, captionsVtt };
  }

  private async film(input: z.output<typeof Input>, clips: Clip[], context: AgentContext) {
    const { blobs, workDir, signal } = context;
    const clipList = join(workDir, 'clips.ffconcat');
    const [narration, music, effects] = await Promise.all([
      input.narration && blobs.localPath(input.narration),
      blobs.localPath(input.music),
      blobs.localPath(input.effects),
      writeFile(clipList, concatScript(clips)),
    ]);
    const stems = { narration, music, effects };
    const gains = await stemGains(stems, signal);
    const { path, loudness } = await master({
      stems,
      gains,
      clipList,
      durationSec: input.timeline.totalFrames / input.timeline.fps,
      title: input.title,
      workDir,
      signal,
    });
    context.progress(0.9);
    return {
      video: await blobs.putFile(path, 'video/mp4'),
      mix: { integratedLufs: loudness.integratedLufs, truePeakDbtp: loudness.truePeakDbtp },
    };
  }

  private async thumbnail(first: Clip, { blobs, workDir, signal }: AgentContext) {
    const path = join(workDir, 'thumbnail.jpg');
    const at = (first.durationSec * THUMBNAIL_AT).toFixed(3);
    await ffmpeg(['-ss', at, '-i', first.path, '-frames:v', '1', '-q:v', '3', path], { signal });
    return blobs.putFile(path, 'image/jpeg');
  }

  private clipsInOrder(
    { clips, timeline }: { clips: z.output<typeof Input>['clips']; timeline: Timeline },
    { blobs }: AgentContext,
  ): Promise<Clip[]> {
    return Promise.all(
      timeline.scenes.map(async ({ sceneId, frames }) => {
        const found = clips.find((clip) => clip.sceneId === sceneId);
        if (found?.frames !== frames) {
          throw new AppError(
            'video.clip_mismatch',
            `Scene ${sceneId} needs a clip of ${frames} frames, and there is ${found ? `one of ${found.frames}` : 'none'}`,
          );
        }
        return { path: await blobs.localPath(found.clip), durationSec: frames / timeline.fps };
      }),
    );
  }
}
