import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { MOODS } from '#libs/providers/ports';
import { BlobRefSchema, TimelineSchema } from '../domain/timeline.js';

const Input = z.object({
  mood: z.enum(MOODS),
  timeline: TimelineSchema,
  /** Who is asked, in this order. */
  providers: z.array(z.string()),
});
const Output = z.object({ music: BlobRefSchema });

/** Has music made for the film: as long as the film, marking its scene changes. */
@Injectable()
export class MusicComposer extends Agent<typeof Input, typeof Output> {
  override readonly name = 'MusicComposer';
  override readonly version = 1;
  override readonly input = Input;
  override readonly output = Output;
  override readonly timeoutMs = 120_000;

  override async run(
    { mood, timeline, providers }: z.output<typeof Input>,
    context: AgentContext,
  ): Promise<z.input<typeof Output>> {
    const path = join(context.workDir, 'music.wav');
    const composed = await context.providers.music(providers).compose({
      mood,
      durationSec: timeline.durationSec,
      accentsSec: timeline.scenes.slice(1).map(({ startSec }) => startSec),
      seed: context.seed,
      outputPath: path,
      signal: context.signal,
    });
    context.used(composed);
    const music = await context.blobs.putFile(path, 'audio/wav');
    context.publish('music.wav', music);
    context.progress(1);
    return { music };
  }
}
