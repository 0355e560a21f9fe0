export { startEmbedded, runningServices } from './embedded.js';
export type { EmbeddedOptions, EmbeddedServices } from './embedded.js';
export { defaultDataDir } from './places.js';
export { freePort } from './processes.js';
export { secretFile } from './secret-file.js';
