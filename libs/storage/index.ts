export { BlobStore } from './blob-store.js';
export type { BlobRef, ByteRange } from './blob-store.js';
