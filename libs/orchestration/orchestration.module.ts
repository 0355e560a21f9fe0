import { type DynamicModule, Module } from '@nestjs/common';
import { CostGate } from './approvals/cost-gate.js';
import { ApprovalThresholds } from './approvals/approval-thresholds.js';
import { StageRepair } from './application/stage-repair.js';
import { DiscoveryModule } from '@nestjs/core';
import { AuditModule } from '#libs/auth';
import { Admission } from './admission/admission.js';
import { AdmissionStore } from './admission/admission-store.js';
import { BulkControl } from './application/bulk-control.js';
import { BullWakeQueue } from './application/bull-wake-queue.js';
import { DispatchControl } from './application/dispatch-control.js';
import { Dispatcher } from './application/dispatcher.js';
import { EstimatesService } from './application/estimates-service.js';
import { JobBatches } from './application/job-batches.js';
import { JobControl } from './application/job-control.js';
import { JobEventFeed } from './application/job-event-feed.js';
import { JobQueries } from './application/job-queries.js';
import { JobsService } from './application/jobs-service.js';
import { JobRerun } from './application/job-rerun.js';
import { RerunPlanning } from './application/rerun-planning.js';
import { JobVerifier } from './application/job-verifier.js';
import { LeaseKeeper } from './application/lease-keeper.js';
import { Manifests } from './application/manifests.js';
import { OutboxRelay } from './application/outbox-relay.js';
import { StallWatch } from './application/stall-watch.js';
import { StageRunner } from './application/stage-runner.js';
import { StageSettlement } from './application/stage-settlement.js';
import { Sweeper } from './application/sweeper.js';
import { EffectReconciler } from './effects/application/effect-reconciler.js';
import { Effects } from './effects/application/effects.js';
import { PaidOperations } from './effects/application/paid-operations.js';
import { ProviderGuards } from './effects/application/provider-guards.js';
import { EffectStore } from './effects/persistence/effect-store.js';
import { Slots } from './application/slots.js';
import type { PipelineDefinition } from './domain/pipeline.js';
import { PipelineRegistry } from './domain/pipeline-registry.js';
import { OrchestrationConfig } from './orchestration.config.js';
import { ControlStore } from './persistence/control-store.js';
import { ReadinessStore } from './persistence/readiness-store.js';
import { DispatchStore } from './persistence/dispatch-store.js';
import { JobReader } from './persistence/job-reader.js';
import { JobWriter } from './persistence/job-writer.js';
import { MaintenanceStore } from './persistence/maintenance-store.js';
import { ManifestStore } from './persistence/manifest-store.js';
import { RerunStore } from './persistence/rerun-store.js';
import { VerificationStore } from './persistence/verification-store.js';
import { StageStore } from './persistence/stage-store.js';
import { Quotas } from './quotas/quotas.js';
import { ScheduleStore } from './schedules/persistence/schedule-store.js';
import { TickStore } from './schedules/persistence/tick-store.js';
import { Scheduler } from './schedules/scheduler.js';
import { SchedulesService } from './schedules/schedules-service.js';
import { WakeQueue } from './ports/wake-queue.js';

const jobServices = [
  JobsService,
  JobBatches,
  EstimatesService,
  JobControl,
  JobRerun,
  RerunPlanning,
  BulkControl,
  DispatchControl,
  DispatchStore,
  ControlStore,
  RerunStore,
  JobQueries,
  JobEventFeed,
  JobReader,
  JobWriter,
  StageStore,
  MaintenanceStore,
  OutboxRelay,
  Dispatcher,
  Admission,
  AdmissionStore,
  JobVerifier,
  VerificationStore,
  Effects,
  EffectStore,
  PaidOperations,
  ProviderGuards,
  SchedulesService,
  ScheduleStore,
  ReadinessStore,
  Manifests,
  ManifestStore,
  ApprovalThresholds,
  Quotas,
];

/** Jobs for those who submit and read them. Needs the queues, `Markets`, `ProviderAccounts` and a `SpendingLedger`. */
@Module({})
export class OrchestrationModule {
  static forRoot(pipelines: PipelineDefinition[]): DynamicModule {
    return {
      module: OrchestrationModule,
      global: true,
      imports: [DiscoveryModule, AuditModule],
      providers: [
        { provide: OrchestrationConfig, useFactory: () => OrchestrationConfig.fromEnv() },
        { provide: PipelineRegistry, useFactory: () => new PipelineRegistry(pipelines) },
        { provide: WakeQueue, useClass: BullWakeQueue },
        ...jobServices,
      ],
      exports: [OrchestrationConfig, PipelineRegistry, WakeQueue, ...jobServices],
    };
  }
}

/** What a worker adds: running stages, and finding those that nobody runs. Needs a `StageExecutor` and a `StageObserver`. */
@Module({
  providers: [
    Slots,
    LeaseKeeper,
    StageSettlement,
    StageRepair,
    CostGate,
    StageRunner,
    Sweeper,
    EffectReconciler,
    TickStore,
    Scheduler,
    StallWatch,
  ],
  exports: [LeaseKeeper, StageRunner, StallWatch, Slots],
})
export class StageRunningModule {}
