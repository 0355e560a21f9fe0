import { Module } from '@nestjs/common';
import { Database } from '#libs/database';
import type { HealthCheck } from '#libs/monitoring';
import { OrchestrationConfig, ReadinessStore } from '#libs/orchestration';
import { RedisConnections } from '#libs/queue';
import { HEALTH_CHECKS, HealthController } from './health.controller.js';

@Module({
  controllers: [HealthController],
  providers: [
    {
      provide: HEALTH_CHECKS,
      inject: [Database, RedisConnections, ReadinessStore, OrchestrationConfig],
      useFactory: (
        database: Database,
        redis: RedisConnections,
        readiness: ReadinessStore,
        config: OrchestrationConfig,
      ): HealthCheck[] => [
        { name: 'postgres', run: () => database.query('SELECT 1') },
        // Jobs are accepted without Redis: the outbox keeps their messages.
        { name: 'redis', optional: true, run: () => redis.ping() },
        {
          name: 'outbox',
          run: async () => {
            if ((await readiness.outboxSeconds()) <= config.READINESS_STALL_SECONDS) return;
            const redisAnswers = await redis.ping().then(
              () => true,
              () => false,
            );
            if (redisAnswers) throw new Error('Messages stay in the outbox although Redis answers');
          },
        },
      ],
    },
  ],
})
export class HealthApiModule {}
