import { Module } from '@nestjs/common';
import { LimitsConfig } from './limits.config.js';
import { RateLimits } from './rate-limits.js';

/** Needs the connections to Redis. */
@Module({
  providers: [{ provide: LimitsConfig, useFactory: () => LimitsConfig.fromEnv() }, RateLimits],
  exports: [LimitsConfig, RateLimits],
})
export class LimitsModule {}
