import { cutPrompt, nearestAspect, seedOf, wholeSeconds } from '../media/nearest.js';
import type { ClipOrder, ImageOrder, MusicOrder } from '../requests.js';

/** What each model reads, by the schema of its page. All are official models: paid by what they deliver. */

const PROMPT_LENGTH = 2_000;

export const FILM_SECONDS = { min: 2, max: 12 };
export const FILM_ASPECTS = ['16:9', '9:16', '1:1', '4:3', '3:4', '21:9'] as const;
export const FILMS = {
  'bytedance/seedance-1-lite': { quality: 0.82 },
  'bytedance/seedance-1-pro': { quality: 0.88 },
} as const;

export const filmSeconds = (seconds: number): number =>
  wholeSeconds(seconds, FILM_SECONDS.min, FILM_SECONDS.max);

export const filmInput = (order: ClipOrder, picture: string | null) => ({
  prompt: cutPrompt(order.prompt, PROMPT_LENGTH),
  duration: filmSeconds(order.seconds),
  resolution: order.resolution,
  aspect_ratio: nearestAspect(order.aspect, FILM_ASPECTS),
  seed: seedOf(order.seed),
  ...(picture !== null && { image: picture }),
});

/** A second costs by its lines. */
export const pricedFilm = (model: string, resolution: string): string => `${model}@${resolution}`;

export const PICTURE_ASPECTS = ['16:9', '9:16', '1:1', '4:5', '5:4', '3:4', '4:3', '2:3', '3:2'] as const;
export const PICTURES = {
  'black-forest-labs/flux-1.1-pro': { quality: 0.88 },
  'black-forest-labs/flux-schnell': { quality: 0.75 },
} as const;

export const pictureInput = (order: ImageOrder) => ({
  prompt: cutPrompt(order.prompt, PROMPT_LENGTH),
  aspect_ratio: nearestAspect(order.aspect, PICTURE_ASPECTS),
  output_format: 'png',
  seed: seedOf(order.seed),
});

/** Lyria's pieces are all of this length. */
export const MUSIC_SECONDS = 30;
export const musicInput = (order: MusicOrder) => ({
  prompt: cutPrompt(order.prompt, PROMPT_LENGTH),
  negative_prompt: 'vocals, speech',
  seed: seedOf(order.seed),
});
