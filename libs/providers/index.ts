export * from './ports/index.js';
export { LocalMusicProvider } from './local/music/local-music.provider.js';
export { LocalSoundProvider } from './local/sound/local-sound.provider.js';
export { FliteSpeechProvider } from './local/speech/flite-speech.provider.js';
export { LocalTextProvider } from './local/text.js';
export type { LocalTextTask } from './local/text.js';
export { contrastRatio, mixColours, MotionGraphicsProvider, readableOn } from './local/video/index.js';
export { Providers } from './providers.js';
export { ProvidersModule } from './providers.module.js';
export { MarketModule } from './market/market.module.js';
export { ProviderMarket } from './market/provider-market.js';
export { MediaCloudConfig } from './cloud/media.config.js';
export { MediaCloudModule } from './cloud/media.module.js';
export { CloudOperation } from './cloud/cloud-operation.js';
export type { Capabilities } from './cloud/cloud-operation.js';
export type {
  ClipDelivery,
  ClipOrder,
  ImageDelivery,
  ImageOrder,
  MusicDelivery,
  MusicOrder,
} from './cloud/requests.js';
export { GeminiImage } from './cloud/gemini/gemini-image.js';
export { ReplicateImage } from './cloud/replicate/replicate-image.js';
export { ReplicateMusic } from './cloud/replicate/replicate-music.js';
export { ReplicateVideo } from './cloud/replicate/replicate-video.js';
export { ReplicateWebhooks } from './cloud/replicate/replicate-webhooks.js';
export { readWebhook } from './cloud/replicate/webhook.js';
export type { WebhookNews, WebhookRequest } from './cloud/replicate/webhook.js';
export { RunwayImage } from './cloud/runway/runway-image.js';
export { RunwayVideo } from './cloud/runway/runway-video.js';
export { VeoVideo } from './cloud/veo/veo-video.js';
export { CloudFilm } from './cloud/film/cloud-film.js';
export type { ClipSource } from './cloud/film/cloud-film.js';
export { CloudMusic } from './cloud/film/cloud-music.js';
export type { MusicSource } from './cloud/film/cloud-music.js';
