import type { StageError } from './execution.js';
import type { StageView } from './views.js';
import type { JobStatus } from './state-machine.js';

interface Situation {
  status: JobStatus;
  /** False while a concurrency limit holds the job back. */
  admitted: boolean;
  queuePosition: number | null;
  error: StageError | null;
  stages: readonly StageView[];
}

/** What somebody can do about a job, or what it waits for, in plain words; null where nothing is to be done. */
export function nextActionOf({ status, admitted, queuePosition, error, stages }: Situation): string | null {
  switch (status) {
    case 'pending':
      if (!admitted) return 'Wait: a concurrency limit holds it back until another job has ended.';
      return queuePosition === 0
        ? 'Wait: it is next.'
        : `Wait: ${queuePosition} ${queuePosition === 1 ? 'job comes' : 'jobs come'} first.`;
    case 'paused':
      return 'Resume it when it shall go on.';
    case 'awaiting_approval': {
      const parked = stages.find((stage) => stage.status === 'parked');
      return parked === undefined
        ? 'Approve or reject what it has made.'
        : 'Look up at the provider what became of the purchase in question, and tell.';
    }
    case 'failed':
      return error?.nextAction ?? null;
    case 'processing':
    case 'completed':
    case 'cancelled':
      return null;
  }
}
