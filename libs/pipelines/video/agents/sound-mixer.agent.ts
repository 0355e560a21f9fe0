import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { BlobRefSchema, TimelineSchema } from '../domain/index.js';
import { masterSound } from '../local/post/master-sound.js';
import { stemGains } from '../local/post/mix.js';

const Input = z.object({
  timeline: TimelineSchema,
  narration: BlobRefSchema.nullable(),
  music: BlobRefSchema,
  effects: BlobRefSchema,
});

const Output = z.object({
  /** AAC, as it goes into the film. */
  sound: BlobRefSchema,
  /** Measured on the encoded sound. */
  integratedLufs: z.number(),
  truePeakDbtp: z.number(),
});

/** Turns the stems into the film's sound: mixed, ducked and mastered. It needs no picture, so it is made while the scenes are. */
@Injectable()
export class SoundMixer extends Agent<typeof Input, typeof Output> {
  override readonly name = 'SoundMixer';
  override readonly version = 1;
  override readonly input = Input;
  override readonly output = Output;
  override readonly timeoutMs = 120_000;

  override async run(
    { timeline, ...input }: z.output<typeof Input>,
    { blobs, workDir, signal }: AgentContext,
  ): Promise<z.input<typeof Output>> {
    const [narration, music, effects] = await Promise.all([
      input.narration && blobs.localPath(input.narration),
      blobs.localPath(input.music),
      blobs.localPath(input.effects),
    ]);
    const stems = { narration, music, effects };
    const gains = await stemGains(stems, signal);
    const durationSec = timeline.totalFrames / timeline.fps;
    const { path, loudness } = await masterSound({ stems, gains, durationSec, workDir, signal });
    const { integratedLufs, truePeakDbtp } = loudness;
    return { sound: await blobs.putFile(path, 'audio/mp4'), integratedLufs, truePeakDbtp };
  }
}
