import { env, EnvConfig } from '#libs/config';
import { CloudConfig } from './cloud.config.js';

const key = () => env.text().optional();
const address = (standard: string) => env.url('https', 'http').default(standard);

/** Keys and models of those who make pictures, films and music. Without its key a provider is not asked. */
export class MediaCloudConfig extends EnvConfig({
  CLOUD_CONCURRENCY: CloudConfig.shape.CLOUD_CONCURRENCY,
  CLOUD_CONCURRENCY_PER_TENANT: CloudConfig.shape.CLOUD_CONCURRENCY_PER_TENANT,
  CLOUD_REQUESTS_PER_MINUTE: CloudConfig.shape.CLOUD_REQUESTS_PER_MINUTE,
  GEMINI_API_KEY: CloudConfig.shape.GEMINI_API_KEY,
  GEMINI_BASE_URL: CloudConfig.shape.GEMINI_BASE_URL,
  VEO_MODEL: env
    .choice('veo-3.1-generate-preview', 'veo-3.1-fast-generate-preview')
    .default('veo-3.1-fast-generate-preview')
    .describe('Model of the Gemini API that makes films.'),
  GEMINI_IMAGE_MODEL: env
    .choice('gemini-3.1-flash-image', 'gemini-3-pro-image', 'gemini-2.5-flash-image')
    .default('gemini-3.1-flash-image')
    .describe('Model of the Gemini API that makes pictures.'),
  RUNWAY_API_KEY: key().describe('Key of the Runway API.'),
  RUNWAY_BASE_URL: address('https://api.dev.runwayml.com').describe(
    'Address of the Runway API; only to be changed for a proxy or a test.',
  ),
  RUNWAY_VIDEO_MODEL: env
    .choice('gen4.5', 'veo3.1', 'veo3.1_fast')
    .default('gen4.5')
    .describe('Model of Runway that makes films.'),
  RUNWAY_IMAGE_MODEL: env
    .choice('gen4_image', 'gemini_2.5_flash')
    .default('gen4_image')
    .describe('Model of Runway that makes pictures.'),
  REPLICATE_API_TOKEN: key().describe('Token of the Replicate API.'),
  REPLICATE_BASE_URL: address('https://api.replicate.com/v1').describe(
    'Address of the Replicate API; only to be changed for a proxy or a test.',
  ),
  REPLICATE_VIDEO_MODEL: env
    .choice('bytedance/seedance-1-lite', 'bytedance/seedance-1-pro')
    .default('bytedance/seedance-1-lite')
    .describe('Model on Replicate that makes films.'),
  REPLICATE_IMAGE_MODEL: env
    .choice('black-forest-labs/flux-1.1-pro', 'black-forest-labs/flux-schnell')
    .default('black-forest-labs/flux-1.1-pro')
    .describe('Model on Replicate that makes pictures.'),
  REPLICATE_MUSIC_MODEL: env
    .choice('google/lyria-2')
    .default('google/lyria-2')
    .describe('Model on Replicate that makes music.'),
  PROVIDER_WEBHOOK_URL: env
    .url('https', 'http')
    .optional()
    .describe(
      'Address at which providers reach our webhooks, without the provider’s name. Left out: no provider is asked to call back.',
    ),
  REPLICATE_WEBHOOK_SECRET: key().describe(
    'Key with which Replicate signs its webhooks (whsec_…). Left out: Replicate is not asked to call back.',
  ),
}) {
  get geminiUrl(): string {
    return this.GEMINI_BASE_URL ?? 'https://generativelanguage.googleapis.com';
  }
}
