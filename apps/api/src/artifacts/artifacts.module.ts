import { Module } from '@nestjs/common';
import { ArtifactDownloads } from './artifact-downloads.js';
import { ArtifactsController } from './artifacts.controller.js';

@Module({
  controllers: [ArtifactsController],
  providers: [ArtifactDownloads],
  exports: [ArtifactDownloads],
})
export class ArtifactsApiModule {}
