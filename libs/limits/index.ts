export type { Bucket, Rate, Verdict } from './domain/gcra.js';
export { LimitsConfig } from './limits.config.js';
export { LimitsModule } from './limits.module.js';
export { RateLimits } from './rate-limits.js';
