import type { ImageToVideoCreateParams } from '@runwayml/sdk/resources/image-to-video';
import type { TextToImageCreateParams } from '@runwayml/sdk/resources/text-to-image';
import type { TextToVideoCreateParams } from '@runwayml/sdk/resources/text-to-video';
import { nearestAspect, nearestLength, ratioOf, wholeSeconds } from '../media/nearest.js';
import type { ClipOrder } from '../requests.js';

export type FilmModel = 'gen4.5' | 'veo3.1' | 'veo3.1_fast';
export type PictureModel = 'gen4_image' | 'gemini_2.5_flash';
type Sizes = readonly [string, ...string[]];

interface Film {
  quality: number;
  seconds: { min: number; max: number };
  sizes: { '720p': Sizes; '1080p': Sizes; fromPicture: Sizes };
}

const VEO: Omit<Film, 'quality'> = {
  seconds: { min: 4, max: 8 },
  sizes: {
    '720p': ['1280:720', '720:1280'],
    '1080p': ['1920:1080', '1080:1920'],
    fromPicture: ['1280:720', '720:1280'],
  },
};

export const FILMS: Readonly<Record<FilmModel, Film>> = {
  'gen4.5': {
    quality: 0.92,
    seconds: { min: 2, max: 10 },
    sizes: {
      '720p': ['1280:720', '720:1280'],
      '1080p': ['1280:720', '720:1280'],
      fromPicture: ['1280:720', '720:1280', '960:960', '832:1104', '1104:832', '1584:672'],
    },
  },
  'veo3.1': { quality: 0.94, ...VEO },
  'veo3.1_fast': { quality: 0.89, ...VEO },
};

export const PICTURES: Readonly<Record<PictureModel, { quality: number; sizes: Sizes }>> = {
  gen4_image: {
    quality: 0.88,
    sizes: ['1920:1080', '1080:1920', '1080:1080', '1440:1080', '1080:1440'],
  },
  'gemini_2.5_flash': {
    quality: 0.86,
    sizes: ['1344:768', '768:1344', '1024:1024', '896:1152', '1152:896', '1184:864', '864:1184'],
  },
};

/** The length that is ordered for a length that is wanted. */
export const filmSeconds = (model: FilmModel, seconds: number): number =>
  model === 'gen4.5' ? wholeSeconds(seconds, 2, 10) : nearestLength(seconds, [4, 6, 8] as const);

/** Length and size of the film, as the model wants to hear of them; without sound, which costs more. */
export function filmParameters(model: FilmModel, { aspect, resolution, seconds, image }: ClipOrder) {
  const { sizes } = FILMS[model];
  const made = image !== null && model === 'gen4.5' ? sizes.fromPicture : sizes[resolution];
  return {
    model,
    ratio: nearestAspect(aspect, made),
    duration: filmSeconds(model, seconds),
    ...(model !== 'gen4.5' && { audio: false }),
  } as Pick<TextToVideoCreateParams.Gen4_5 & ImageToVideoCreateParams.Gen4_5, 'model' | 'ratio' | 'duration'>;
}

export const pictureParameters = (model: PictureModel, aspect: string) =>
  ({ model, ratio: nearestAspect(aspect, PICTURES[model].sizes) }) as Pick<
    TextToImageCreateParams.Gen4Image,
    'model' | 'ratio'
  >;

/** Sizes as aspect ratios: `1280:720` is `16:9`. */
export const aspectsOf = (sizes: Sizes): string[] => {
  const names = ['16:9', '9:16', '1:1', '4:3', '3:4', '4:5', '5:4'];
  return names.filter((name) =>
    sizes.some((size) => Math.abs(Math.log(ratioOf(size) / ratioOf(name))) < 0.03),
  );
};
