import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { AgentsModule } from '#libs/agents';
import { AuditAnchoringModule } from '#libs/auth';
import { CachingModule } from '#libs/caching';
import { CostsModule } from '#libs/costs';
import { DatabaseModule } from '#libs/database';
import { LoggingModule, MonitoringServerConfig } from '#libs/monitoring';
import {
  OrchestrationModule,
  QUEUE_CLASSES,
  StageObserver,
  StageRunningModule,
  type PipelineDefinition,
} from '#libs/orchestration';
import { MarketModule, ProvidersModule } from '#libs/providers';
import { QueueModule } from '#libs/queue';
import { SecretsModule } from '#libs/secrets';
import { StorageModule } from '#libs/storage';
import { WebhookSendingModule } from '#libs/webhooks';
import { StageMetrics } from './monitoring/stage-metrics.js';
import { WorkerMonitoring } from './monitoring/worker-monitoring.js';
import { StageProcessor } from './processors/stage-processor.js';
import { WorkerConfig } from './worker.config.js';

export interface WorkerParts {
  pipelines: PipelineDefinition[];
  imports: (Type<unknown> | DynamicModule)[];
}

@Global()
@Module({ providers: [{ provide: StageObserver, useClass: StageMetrics }], exports: [StageObserver] })
class StageMetricsModule {}

/** The worker is the API's providers without HTTP, plus what runs stages. */
@Module({})
export class WorkerModule {
  /** @param imports the modules of these pipelines' agents */
  static forRoot({ pipelines, imports }: WorkerParts): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        LoggingModule,
        StageMetricsModule,
        DatabaseModule.forRoot(),
        QueueModule.forRoot(QUEUE_CLASSES),
        OrchestrationModule.forRoot(pipelines),
        CostsModule,
        MarketModule,
        SecretsModule,
        StorageModule,
        CachingModule,
        ProvidersModule,
        AgentsModule,
        StageRunningModule,
        AuditAnchoringModule,
        WebhookSendingModule,
        ...imports,
      ],
      providers: [
        { provide: WorkerConfig, useFactory: () => WorkerConfig.fromEnv() },
        { provide: MonitoringServerConfig, useFactory: () => MonitoringServerConfig.fromEnv() },
        StageProcessor,
        WorkerMonitoring,
      ],
    };
  }
}
