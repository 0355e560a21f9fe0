import { type DynamicModule, Module } from '@nestjs/common';
import { CostsModule } from '#libs/costs';
import { DatabaseModule } from '#libs/database';
import { LoggingModule, MetricsModule } from '#libs/monitoring';
import { OrchestrationModule, QUEUE_CLASSES, type PipelineDefinition } from '#libs/orchestration';
import { CloudModule, MarketModule } from '#libs/providers';
import { QueueModule } from '#libs/queue';
import { SecretsModule } from '#libs/secrets';
import { StorageModule } from '#libs/storage';
import { AccessApiModule } from './access/access.module.js';
import { AdminApiModule } from './admin/admin.module.js';
import { AuditApiModule } from './audit/audit.module.js';
import { ArtifactsApiModule } from './artifacts/artifacts.module.js';
import { AuthApiModule } from './auth/auth.module.js';
import { CachesApiModule } from './caches/caches.module.js';
import { DataTransferApiModule } from './data-transfer/data-transfer.module.js';
import { CostsApiModule } from './costs/costs.module.js';
import { HealthApiModule } from './health/health.module.js';
import { HttpModule } from './http/http.module.js';
import { JobsApiModule } from './jobs/jobs.module.js';
import { LimitsApiModule } from './limits/limits.module.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { PresetsApiModule } from './presets/presets.controller.js';
import { ProviderKeysApiModule } from './provider-keys/provider-keys.module.js';
import { SchedulesApiModule } from './schedules/schedules.module.js';
import { SecurityModule } from './security/security.module.js';
import { ProviderWebhooksApiModule } from './webhooks/provider-webhooks.controller.js';
import { WebhooksApiModule } from './webhooks/webhooks.module.js';

@Module({})
export class ApiModule {
  /** @param pipelines what this API takes jobs for */
  static forRoot(pipelines: PipelineDefinition[]): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        LoggingModule,
        MetricsModule.forRoot(MetricsController),
        DatabaseModule.forTenants(),
        QueueModule.forRoot(QUEUE_CLASSES),
        OrchestrationModule.forRoot(pipelines),
        CostsModule,
        SecretsModule,
        StorageModule,
        CloudModule,
        MarketModule,
        HttpModule,
        SecurityModule,
        LimitsApiModule,
        AuthApiModule,
        AccessApiModule,
        JobsApiModule,
        ArtifactsApiModule,
        AdminApiModule,
        AuditApiModule,
        CachesApiModule,
        CostsApiModule,
        DataTransferApiModule,
        PresetsApiModule,
        ProviderKeysApiModule,
        SchedulesApiModule,
        ProviderWebhooksApiModule,
        WebhooksApiModule,
        HealthApiModule,
      ],
    };
  }
}
