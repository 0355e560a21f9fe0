export { newMasterKey } from './domain/master-keys.js';
export { resolveSettings } from './sources/resolve-settings.js';
export { SEALED_COLUMNS } from './sealed-columns.js';
export { SecretBox } from './secret-box.js';
export type { SecretPlace } from './secret-box.js';
export { SecretRotation } from './secret-rotation.js';
export type { RotationReport } from './secret-rotation.js';
export { SecretsConfig } from './secrets.config.js';
export { SecretsModule } from './secrets.module.js';
