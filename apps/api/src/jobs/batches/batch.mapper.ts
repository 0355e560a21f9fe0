import type { AcceptedBatch, BatchView } from '#libs/orchestration';
import { toJobDto } from '../job.mapper.js';
import type { AcceptedBatchDto, BatchDto } from './batch.dto.js';

export const toAcceptedBatchDto = ({ id, jobs }: AcceptedBatch): AcceptedBatchDto => ({
  batchId: id,
  items: jobs.map(toJobDto),
});

export const toBatchDto = ({ jobs, ...batch }: BatchView): BatchDto => ({
  id: batch.id,
  counts: batch.counts,
  progress: batch.progress,
  costMicros: batch.costMicros,
  createdAt: batch.createdAt,
  finishedAt: batch.finishedAt,
  jobs: jobs.map(({ id, status, progress, costMicros, error }) => ({
    id,
    status,
    progress,
    costMicros,
    error,
  })),
});
