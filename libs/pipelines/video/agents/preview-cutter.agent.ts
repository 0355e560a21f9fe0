import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { decodeWav, encodeWav } from '#libs/media';
import type { BlobRef } from '#libs/storage';
import {
  beginningOf,
  BlobRefSchema,
  CreativePlanSchema,
  PREVIEW_SEC,
  ScriptSchema,
  TimelineSchema,
  VisualPlanSchema,
} from '../domain/index.js';

const Input = z.object({
  plan: CreativePlanSchema,
  visuals: VisualPlanSchema,
  /** Of the whole film. */
  timeline: TimelineSchema,
  narration: BlobRefSchema.nullable(),
});

const Output = z.object({
  script: ScriptSchema,
  visuals: VisualPlanSchema,
  timeline: TimelineSchema,
  narration: BlobRefSchema.nullable(),
});

/** Keeps the beginning of a film that has been spoken and laid out as a whole: the preview has the film's own rhythm. */
@Injectable()
export class PreviewCutter extends Agent<typeof Input, typeof Output> {
  override readonly name = 'PreviewCutter';
  override readonly version = 1;
  override readonly input = Input;
  override readonly output = Output;
  override readonly timeoutMs = 60_000;

  override async run(
    { plan: { script }, visuals, timeline: whole, narration }: z.output<typeof Input>,
    context: AgentContext,
  ): Promise<z.input<typeof Output>> {
    const timeline = beginningOf(whole, PREVIEW_SEC);
    const shown = new Set(timeline.scenes.map(({ sceneId }) => sceneId));
    return {
      script: { ...script, scenes: script.scenes.filter(({ id }) => shown.has(id)) },
      visuals: { ...visuals, scenes: visuals.scenes.filter(({ sceneId }) => shown.has(sceneId)) },
      timeline,
      narration: narration && (await this.cut(narration, timeline.durationSec, context)),
    };
  }

  private async cut(narration: BlobRef, seconds: number, { blobs }: AgentContext): Promise<BlobRef> {
    const { sampleRate, channels } = decodeWav(await blobs.readBytes(narration));
    const samples = Math.round(seconds * sampleRate);
    const beginning = channels.map((channel) => channel.subarray(0, samples));
    return blobs.putBytes(encodeWav({ sampleRate, channels: beginning }), 'audio/wav');
  }
}
