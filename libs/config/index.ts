export { ConfigError, EnvConfig } from './env-config.js';
export * as env from './env-types.js';
