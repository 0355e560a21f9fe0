import { z } from 'zod';

export const FilmInput = z.strictObject({
  seconds: z.number().int().min(8).max(90),
  resolution: z.enum(['720p', '1080p']),
  /** Whether a second provider may be asked. */
  fallback: z.boolean(),
  seed: z.number().int(),
});
export type FilmInput = z.output<typeof FilmInput>;

export const Shot = z.strictObject({
  seconds: z.number(),
  resolution: FilmInput.shape.resolution,
  fallback: z.boolean(),
});

/** How long a shot may be. */
export const SHOT_SECONDS = { min: 4, max: 8 };
/** How fast the narration is. */
export const CHARACTERS_A_SECOND = { min: 12, max: 16 };
