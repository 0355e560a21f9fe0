import { z } from 'zod';

export const ASPECTS = ['16:9', '9:16', '1:1', '4:5'] as const;
export const RESOLUTIONS = ['720p', '1080p'] as const;
export const PRESET_NAMES = ['quick_social', 'brand_campaign', 'premium_spot'] as const;

export type Aspect = (typeof ASPECTS)[number];
export type Resolution = (typeof RESOLUTIONS)[number];
export type PresetName = (typeof PRESET_NAMES)[number];

/** What a client asks for: the `input` of `POST /v1/jobs` with `pipeline: "video"`. */
export const BriefSchema = z
  .strictObject({
    brief: z
      .string({ error: 'must be the text of the brief' })
      .trim()
      .min(10, { error: 'must say what the film is about in at least 10 characters' })
      .max(10_000, { error: 'must have at most 10,000 characters' })
      .describe('What the film is about, in plain words.')
      .meta({ examples: ['A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!'] }),
    durationSec: z
      .number({ error: 'must be a number of seconds' })
      .int({ error: 'must be a whole number of seconds' })
      .min(5, { error: 'must be at least 5 seconds' })
      .max(180, { error: 'must be at most 180 seconds' })
      .default(15)
      .describe('Length of the film in seconds. Each preset has its own maximum.'),
    aspect: z.enum(ASPECTS, { error: `must be one of ${ASPECTS.join(', ')}` }).default('16:9'),
    resolution: z.enum(RESOLUTIONS, { error: `must be one of ${RESOLUTIONS.join(', ')}` }).default('720p'),
    preset: z
      .enum(PRESET_NAMES, { error: `must be one of ${PRESET_NAMES.join(', ')}` })
      .default('quick_social'),
    approvals: z
      .enum(['preset', 'none'], { error: 'must be preset or none' })
      .default('preset')
      .describe(
        'Whether a person has to agree where the preset says so, or the film is made without asking.',
      ),
    seed: z
      .number({ error: 'must be a whole number' })
      .int({ error: 'must be a whole number' })
      .min(0, { error: 'must be at least 0' })
      .max(2_147_483_647, { error: 'must be at most 2147483647' })
      .optional()
      .describe(
        'The same brief, settings and seed give the same film. Chosen at random where it is left out.',
      ),
  })
  .meta({ id: 'VideoBrief' });

export type Brief = z.output<typeof BriefSchema>;
