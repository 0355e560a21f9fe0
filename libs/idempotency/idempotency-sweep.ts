import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { acrossTenants } from '#libs/database';
import { IdempotencyKeys } from './persistence/idempotency-keys.js';

const EVERY_MS = 600_000;

/** Deletes expired keys now and then; an expired one counts for nothing before that already. */
@Injectable()
export class IdempotencySweep implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(IdempotencySweep.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly keys: IdempotencyKeys) {}

  onModuleInit(): void {
    this.timer = setInterval(() => {
      // Those of all tenants.
      acrossTenants(() => this.keys.sweep()).catch((error: unknown) =>
        this.logger.warn({ err: error }, 'keys were not swept'),
      );
    }, EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
