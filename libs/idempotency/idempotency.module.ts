import { Global, Module } from '@nestjs/common';
import { IdempotencyConfig } from './idempotency.config.js';
import { IdempotencySweep } from './idempotency-sweep.js';
import { IdempotencyKeys } from './persistence/idempotency-keys.js';

/** For programs that take requests; needs the database. */
@Global()
@Module({
  providers: [
    { provide: IdempotencyConfig, useFactory: () => IdempotencyConfig.fromEnv() },
    IdempotencyKeys,
    IdempotencySweep,
  ],
  exports: [IdempotencyKeys],
})
export class IdempotencyModule {}
