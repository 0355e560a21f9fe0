import { Module } from '@nestjs/common';
import { LanguageCloudModule } from './language.module.js';
import { MediaCloudModule } from './media.module.js';

/** Everybody in the cloud: for those who buy, and for those who only want to know who could be asked. Needs costs and storage. */
@Module({
  imports: [LanguageCloudModule, MediaCloudModule],
  exports: [LanguageCloudModule, MediaCloudModule],
})
export class CloudModule {}
