import { Global, Module } from '@nestjs/common';
import { AgentsModule } from '#libs/agents';
import { DatabaseModule } from '#libs/database';
import { LoggingModule, MonitoringServerConfig } from '#libs/monitoring';
import { OrchestrationModule, QUEUE_CLASSES, StageObserver, StageRunningModule } from '#libs/orchestration';
import { videoPipeline, VideoPipelineModule } from '#libs/pipelines/video';
import { ProvidersModule } from '#libs/providers';
import { QueueModule } from '#libs/queue';
import { StorageModule } from '#libs/storage';
import { StageMetrics } from './monitoring/stage-metrics.js';
import { WorkerMonitoring } from './monitoring/worker-monitoring.js';
import { StageProcessor } from './processors/stage-processor.js';
import { WorkerConfig } from './worker.config.js';

@Global()
@Module({ providers: [{ provide: StageObserver, useClass: StageMetrics }], exports: [StageObserver] })
class StageMetricsModule {}

/** The worker is the API's providers without HTTP, plus what runs stages. */
@Module({
  imports: [
    LoggingModule,
    StageMetricsModule,
    DatabaseModule.forRoot(),
    QueueModule.forRoot(QUEUE_CLASSES),
    OrchestrationModule.forRoot([videoPipeline]),
    StorageModule,
    ProvidersModule,
    AgentsModule,
    StageRunningModule,
    VideoPipelineModule,
  ],
  providers: [
    { provide: WorkerConfig, useFactory: () => WorkerConfig.fromEnv() },
    { provide: MonitoringServerConfig, useFactory: () => MonitoringServerConfig.fromEnv() },
    StageProcessor,
    WorkerMonitoring,
  ],
})
export class WorkerModule {}
