export * from './ports/index.js';
export { FliteSpeechProvider } from './local/speech/flite-speech.provider.js';
export { LocalMusicProvider } from './local/music/local-music.provider.js';
export { LocalSoundProvider } from './local/sound/local-sound.provider.js';
export { LocalTextProvider } from './local/text.js';
export type { LocalTextTask } from './local/text.js';
export { Providers } from './providers.js';
