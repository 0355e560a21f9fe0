export * from './ports/index.js';
export { LocalTextProvider } from './local/text.js';
export type { LocalTextTask } from './local/text.js';
export { Providers } from './providers.js';
