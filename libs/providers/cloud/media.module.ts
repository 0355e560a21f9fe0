import { Global, Module } from '@nestjs/common';
import { GeminiImage } from './gemini/gemini-image.js';
import { MediaCloudConfig } from './media.config.js';
import { ReplicateImage } from './replicate/replicate-image.js';
import { ReplicateMusic } from './replicate/replicate-music.js';
import { ReplicateVideo } from './replicate/replicate-video.js';
import { ReplicateWebhooks } from './replicate/replicate-webhooks.js';
import { RunwayImage } from './runway/runway-image.js';
import { RunwayVideo } from './runway/runway-video.js';
import { VeoVideo } from './veo/veo-video.js';

const OPERATIONS = [
  VeoVideo,
  GeminiImage,
  RunwayVideo,
  RunwayImage,
  ReplicateVideo,
  ReplicateImage,
  ReplicateMusic,
];

/** Who makes pictures, films and music in the cloud; who has no key is there all the same, for what was bought with one.
 * Needs costs and storage. */
@Global()
@Module({
  providers: [
    { provide: MediaCloudConfig, useFactory: () => MediaCloudConfig.fromEnv() },
    ReplicateWebhooks,
    ...OPERATIONS,
  ],
  exports: [MediaCloudConfig, ReplicateWebhooks, ...OPERATIONS],
})
export class MediaCloudModule {}
