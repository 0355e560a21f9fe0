import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { IdempotencyModule } from '#libs/idempotency';
import { ConnectionDrain } from './connection-drain.js';
import { ProblemFilter } from './problem.filter.js';
import { QueryGuard } from './query.guard.js';
import { RouteTable } from './route-table.js';
import { schemaPipe } from './validation.js';

@Module({
  imports: [IdempotencyModule],
  providers: [
    RouteTable,
    ConnectionDrain,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_GUARD, useClass: QueryGuard },
    { provide: APP_PIPE, useFactory: schemaPipe },
  ],
  exports: [RouteTable],
})
export class HttpModule {}
