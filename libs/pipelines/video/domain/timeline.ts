import { z } from 'zod';

export const BlobRefSchema = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.number().int().nonnegative(),
  mediaType: z.string(),
});

export const FormatSchema = z.object({
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  fps: z.number().int().positive(),
});

export const WordTimingSchema = z.object({
  text: z.string(),
  startSec: z.number().nonnegative(),
  endSec: z.number().nonnegative(),
});

/** A caption of one or two lines. Times are seconds from the start of the film. */
export const CaptionSchema = z.object({
  startSec: z.number().nonnegative(),
  endSec: z.number().nonnegative(),
  words: z.array(WordTimingSchema).min(1),
});
export type TimedCaption = z.output<typeof CaptionSchema>;

/** A scene's place in the film. Scenes follow each other without a gap, on frame boundaries. */
export const SceneTimingSchema = z.object({
  sceneId: z.string(),
  startSec: z.number().nonnegative(),
  startFrame: z.number().int().nonnegative(),
  frames: z.number().int().positive(),
  captions: z.array(CaptionSchema),
});
export type SceneTiming = z.output<typeof SceneTimingSchema>;

export const TimelineSchema = z.object({
  fps: z.number().int().positive(),
  totalFrames: z.number().int().positive(),
  durationSec: z.number().positive(),
  scenes: z.array(SceneTimingSchema).min(1),
  /** False where no voice speaks the script's language: the film then has captions and music, and says so. */
  voiced: z.boolean(),
  notice: z.string(),
});
export type Timeline = z.output<typeof TimelineSchema>;
