export { Admission } from './admission/admission.js';
export { LIMIT_SCOPES } from './admission/limits.js';
export { ApprovalThresholds } from './approvals/approval-thresholds.js';
export type { ApprovalThreshold } from './approvals/approval-thresholds.js';
export { BulkControl } from './application/bulk-control.js';
export type { BulkAction, BulkResult } from './application/bulk-control.js';
export { DispatchControl } from './application/dispatch-control.js';
export type { DispatchState } from './persistence/dispatch-store.js';
export { EstimatesService } from './application/estimates-service.js';
export type { JobEstimate } from './application/estimates-service.js';
export { JobBatches } from './application/job-batches.js';
export type { AcceptedBatch } from './application/job-batches.js';
export { JobControl } from './application/job-control.js';
export { Effects } from './effects/application/effects.js';
export type { EffectReport } from './effects/application/effects.js';
export { StageEffects } from './effects/application/stage-effects.js';
export type { Performed, PerformOptions } from './effects/application/perform.js';
export { ProviderGuards } from './effects/application/provider-guards.js';
export { EFFECT_STATES } from './effects/domain/effect.js';
export { leaseCheck, withLeaseCheck } from './effects/application/leaving-requests.js';
export type { Effect } from './effects/domain/effect.js';
export {
  DefiniteFailure,
  EffectTicket,
  OUR_ACCOUNT,
  PaidOperation,
} from './effects/domain/paid-operation.js';
export type { EffectProgress, Reconciliation, Submission } from './effects/domain/paid-operation.js';
export type { EffectView } from './effects/persistence/effect-store.js';
export { JobEventFeed } from './application/job-event-feed.js';
export { JobRerun } from './application/job-rerun.js';
export type { RerunForecast } from './application/job-rerun.js';
export { JobQueries } from './application/job-queries.js';
export type { Page } from './application/job-queries.js';
export { JobVerifier } from './application/job-verifier.js';
export type { Difference } from './application/job-verifier.js';
export { JobsService } from './application/jobs-service.js';
export type { SubmitJob } from './application/new-job.js';
export type { Once } from './application/submit-once.js';
export { LeaseKeeper } from './application/lease-keeper.js';
export { Manifests } from './application/manifests.js';
export type { EditManifest } from './application/manifests.js';
export { StallWatch } from './application/stall-watch.js';
export { StageRunner } from './application/stage-runner.js';
export { Slots } from './application/slots.js';
export type { PublishedArtifact, StageExecution, StageResult, WakeMessage } from './domain/execution.js';
export { MAX_BATCH } from './domain/batch.js';
export { QUEUE_CLASSES } from './domain/pipeline.js';
export type {
  ManifestDefinition,
  ManifestPlace,
  PipelineDefinition,
  QueueClass,
  RouteDecision,
  StageDefinition,
} from './domain/pipeline.js';
export type { Receipt } from './effects/domain/receipt.js';
export { PipelineRegistry } from './domain/pipeline-registry.js';
export { JOB_STATUSES } from './domain/state-machine.js';
export type {
  ArtifactView,
  BatchView,
  FeedItem,
  JobEvent,
  JobSummary,
  JobView,
  ManifestComment,
  ManifestVersion,
  ManifestVersionDetail,
  ManifestView,
  Scope,
  StageView,
} from './domain/views.js';
export { QUOTA_RESOURCES } from './quotas/quota.js';
export type { Quota, QuotaResource } from './quotas/quota.js';
export { Quotas } from './quotas/quotas.js';
export { VerificationStore } from './persistence/verification-store.js';
export { JOB_FILTERS, JOB_LIST, JOB_SORTS } from './persistence/job-list.js';
export { ReadinessStore } from './persistence/readiness-store.js';
export { OrchestrationConfig } from './orchestration.config.js';
export { OrchestrationModule, StageRunningModule } from './orchestration.module.js';
export type {
  NewSchedule,
  ScheduleChange,
  ScheduleDetail,
  ScheduleRun,
  ScheduleView,
} from './schedules/schedule.js';
export { SCHEDULE_LIST } from './schedules/persistence/schedules.sql.js';
export { SchedulesService } from './schedules/schedules-service.js';
export { ProviderAccounts } from './ports/provider-accounts.js';
export { SpendingLedger } from './ports/spending-ledger.js';
export { StageExecutor } from './ports/stage-executor.js';
export type { ExecutionHooks } from './ports/stage-executor.js';
export { SilentObserver, StageObserver } from './ports/stage-observer.js';
export type { StageOutcome } from './ports/stage-observer.js';
export { WakeQueue } from './ports/wake-queue.js';
export { ORCHESTRATION_TABLES } from './persistence/transferable-tables.js';
