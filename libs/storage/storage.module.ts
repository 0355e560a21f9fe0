import { Global, Module } from '@nestjs/common';
import { BlobStore } from './blob-store.js';
import { DiskBlobStore } from './disk-blob-store.js';
import { StorageConfig } from './storage.config.js';

@Global()
@Module({
  providers: [
    { provide: StorageConfig, useFactory: () => StorageConfig.fromEnv() },
    { provide: BlobStore, useClass: DiskBlobStore },
  ],
  exports: [BlobStore],
})
export class StorageModule {}
