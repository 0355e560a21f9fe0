export * from './ports/index.js';
export { LocalMusicProvider } from './local/music/local-music.provider.js';
export { LocalSoundProvider } from './local/sound/local-sound.provider.js';
export { FliteSpeechProvider } from './local/speech/flite-speech.provider.js';
export { LocalTextProvider } from './local/text.js';
export type { LocalTextTask } from './local/text.js';
export { contrastRatio, mixColours, MotionGraphicsProvider, readableOn } from './local/video/index.js';
export { Providers } from './providers.js';
export { ProvidersModule } from './providers.module.js';
