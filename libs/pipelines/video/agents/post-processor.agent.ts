import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { AppError } from '#libs/kernel';
import { concatScript, ffmpeg } from '#libs/media';
import { BlobRefSchema, TimelineSchema, type Timeline } from '../domain/index.js';
import { toSrt, toVtt } from '../domain/captions-file.js';

const Input = z.object({
  clips: z
    .array(z.object({ sceneId: z.string(), clip: BlobRefSchema, frames: z.number().int().positive() }))
    .min(1),
  timeline: TimelineSchema,
  /** Mixed and encoded. */
  sound: BlobRefSchema,
  title: z.string(),
  /** What the film is called among the job's artifacts. */
  fileName: z.string().default('video.mp4'),
});

const Output = z.object({
  video: BlobRefSchema,
  thumbnail: BlobRefSchema,
  captionsSrt: BlobRefSchema,
  captionsVtt: BlobRefSchema,
});

interface Clip {
  path: string;
  durationSec: number;
}

/** Past the entrance and before the exit of the first scene, where its headline stands complete. */
const THUMBNAIL_AT = 0.6;

/** Puts the film together: clips joined with their sound, without encoding either again, a thumbnail and caption files. */
@Injectable()
export class PostProcessor extends Agent<typeof Input, typeof Output> {
  override readonly name = 'PostProcessor';
  override readonly version = 2;
  override readonly input = Input;
  override readonly output = Output;
  override readonly timeoutMs = 180_000;

  override async run(input: z.output<typeof Input>, context: AgentContext): Promise<z.input<typeof Output>> {
    const { timeline } = input;
    const clips = await this.clipsInOrder(input, context);
    const [video, thumbnail, captionsSrt, captionsVtt] = await Promise.all([
      this.film(input, clips, context),
      this.thumbnail(clips[0] as Clip, context),
      context.blobs.putBytes(toSrt(timeline), 'application/x-subrip'),
      context.blobs.putBytes(toVtt(timeline), 'text/vtt'),
    ]);
    context.publish(input.fileName, video);
    context.publish('thumbnail.jpg', thumbnail);
    context.publish('captions.srt', captionsSrt);
    context.publish('captions.vtt', captionsVtt);
    return { video, thumbnail, captionsSrt, captionsVtt };
  }

  private async film({ sound, title }: z.output<typeof Input>, clips: Clip[], context: AgentContext) {
    const { blobs, workDir, signal } = context;
    const [clipList, path] = [join(workDir, 'clips.ffconcat'), join(workDir, 'video.mp4')];
    const [soundPath] = await Promise.all([blobs.localPath(sound), writeFile(clipList, concatScript(clips))]);
    await ffmpeg(
      [
        ...['-f', 'concat', '-safe', '0', '-i', clipList, '-i', soundPath],
        ...['-map', '0:v:0', '-map', '1:a:0', '-map_metadata', '-1', '-c', 'copy'],
        // An argument, so no character of it can mean anything to ffmpeg.
        ...['-metadata', `title=${title.replace(/\p{Cc}/gu, ' ')}`, '-movflags', '+faststart', path],
      ],
      { signal },
    );
    context.progress(0.9);
    return blobs.putFile(path, 'video/mp4');
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
