import { Module } from '@nestjs/common';
import { StorageModule } from '#libs/storage';
import { ArtifactDownloads } from './artifact-downloads.js';
import { ArtifactsController } from './artifacts.controller.js';

@Module({
  imports: [StorageModule],
  controllers: [ArtifactsController],
  providers: [ArtifactDownloads],
})
export class ArtifactsApiModule {}
