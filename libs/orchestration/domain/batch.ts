import { JOB_STATUSES, type JobStatus } from './state-machine.js';
import type { BatchView, JobSummary } from './views.js';

/** The most jobs that one call may submit. */
export const MAX_BATCH = 100;

/** How a batch stands, from its jobs in the order of the request; there is at least one. */
export function batchView(id: string, jobs: JobSummary[]): BatchView {
  const ends = jobs.flatMap(({ finishedAt }) => finishedAt ?? []).sort();
  const done = jobs.reduce((sum, { finishedAt, progress }) => sum + (finishedAt === null ? progress : 1), 0);
  return {
    id,
    counts: countsOf(jobs),
    progress: done / jobs.length,
    costMicros: jobs.reduce((sum, { costMicros }) => sum + costMicros, 0),
    createdAt: jobs[0]!.createdAt,
    finishedAt: ends.length === jobs.length ? ends.at(-1)! : null,
    jobs,
  };
}

function countsOf(jobs: readonly JobSummary[]): Record<JobStatus, number> {
  const counts = Object.fromEntries(JOB_STATUSES.map((status) => [status, 0])) as Record<JobStatus, number>;
  for (const { status } of jobs) counts[status] += 1;
  return counts;
}
