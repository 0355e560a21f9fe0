export { BlobStore } from './blob-store.js';
export type { BlobRef, ByteRange } from './blob-store.js';
export { DiskBlobStore } from './disk-blob-store.js';
export { StorageConfig } from './storage.config.js';
export { StorageModule } from './storage.module.js';
