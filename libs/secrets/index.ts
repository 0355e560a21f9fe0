export { newMasterKey } from './domain/master-keys.js';
export { SecretBox } from './secret-box.js';
export type { SecretPlace } from './secret-box.js';
export { SecretsConfig } from './secrets.config.js';
export { SecretsError } from './secrets.errors.js';
export { SecretsModule } from './secrets.module.js';
