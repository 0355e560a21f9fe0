export { CacheFigures, FIGURE_DAYS } from './cache-figures.js';
export type { CacheFigure } from './cache-figures.js';
export { CachingConfig } from './caching.config.js';
export { CachingModule } from './caching.module.js';
export { ConsistencyCache } from './consistency-cache.js';
export type { ConsistencyMarkers } from './consistency-cache.js';
export { cacheKey } from './domain/cache-key.js';
export { GenerationCache } from './generation-cache.js';
export type { Generation, Origin } from './generation-cache.js';
