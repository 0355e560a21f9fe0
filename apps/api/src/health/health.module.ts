import { Module } from '@nestjs/common';
import { Database } from '#libs/database';
import type { HealthCheck } from '#libs/monitoring';
import { RedisConnections } from '#libs/queue';
import { HEALTH_CHECKS, HealthController } from './health.controller.js';

@Module({
  controllers: [HealthController],
  providers: [
    {
      provide: HEALTH_CHECKS,
      inject: [Database, RedisConnections],
      useFactory: (database: Database, redis: RedisConnections): HealthCheck[] => [
        { name: 'postgres', run: () => database.query('SELECT 1') },
        { name: 'redis', run: () => redis.ping() },
      ],
    },
  ],
})
export class HealthApiModule {}
