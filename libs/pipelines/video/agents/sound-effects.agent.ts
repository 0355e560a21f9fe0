import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { soundCues } from '../domain/sound-cues.js';
import { BlobRefSchema, TimelineSchema } from '../domain/timeline.js';
import { VisualPlanSchema } from '../domain/visuals.js';

const Input = z.object({ timeline: TimelineSchema, visuals: VisualPlanSchema });
const Output = z.object({ effects: BlobRefSchema });

/** Has the film's effects performed: what comes into the picture is heard coming. */
@Injectable()
export class SoundEffectsAgent extends Agent<typeof Input, typeof Output> {
  override readonly name = 'SoundEffectsAgent';
  override readonly version = 1;
  override readonly input = Input;
  override readonly output = Output;
  override readonly timeoutMs = 60_000;

  override async run(
    { timeline, visuals }: z.output<typeof Input>,
    context: AgentContext,
  ): Promise<z.input<typeof Output>> {
    const path = join(context.workDir, 'effects.wav');
    const performed = await context.providers.sound().perform({
      cues: soundCues(timeline, visuals),
      durationSec: timeline.durationSec,
      seed: context.seed,
      outputPath: path,
      signal: context.signal,
    });
    context.used(performed);
    const effects = await context.blobs.putFile(path, 'audio/wav');
    context.publish('effects.wav', effects);
    context.progress(1);
    return { effects };
  }
}
