import type { JobSummary, JobView, Page, StageView } from '#libs/orchestration';
import { estimateErrorOf } from '../costs/estimate-error.js';
import { toEstimateDto } from '../costs/estimate.dto.js';
import type { JobDto, JobPageDto, JobSummaryDto, StageDto } from './job.dto.js';

export const toJobDto = (job: JobView): JobDto => ({
  ...toJobSummaryDto(job),
  trackReason: job.trackReason,
  seed: job.seed,
  input: job.input,
  scores: job.scores,
  estimate: job.estimate && toEstimateDto(job.estimate),
  estimateError: estimateErrorOf(job, job.costMicros),
  queuePosition: job.queuePosition,
  nextAction: job.nextAction,
  stages: job.stages.map(toStageDto),
});

export const toJobSummaryDto = (job: JobSummary): JobSummaryDto => ({
  id: job.id,
  pipeline: job.pipeline,
  pipelineVersion: job.pipelineVersion,
  status: job.status,
  state: job.state,
  track: job.track,
  progress: job.progress,
  costMicros: job.costMicros,
  budgetMicros: job.budgetMicros,
  priority: job.priority,
  scheduleId: job.scheduleId,
  batchId: job.batchId,
  error: job.error,
  createdAt: job.createdAt,
  startedAt: job.startedAt,
  finishedAt: job.finishedAt,
});

export const toStageDto = (stage: StageView): StageDto => ({
  stage: stage.stage,
  item: stage.item,
  agent: stage.agent,
  status: stage.status,
  attempt: stage.attempt,
  progress: stage.progress,
  startedAt: stage.startedAt,
  finishedAt: stage.finishedAt,
  error: stage.error,
  approval: stage.approval,
});

export const toJobPageDto = (page: Page<JobSummary>): JobPageDto => ({
  items: page.items.map(toJobSummaryDto),
  nextCursor: page.nextCursor,
});
