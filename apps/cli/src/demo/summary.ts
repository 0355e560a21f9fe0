import { formatMicros, micros } from '#libs/kernel';
import type { Job } from '#client';

export interface DemoResult {
  readonly job: Job;
  readonly files: readonly string[];
  readonly video: string | null;
  readonly durationSec: number | null;
  /** From the start of the command to the submission of the job. */
  readonly startMs: number;
  readonly wallMs: number;
}

/** For programs: one line of JSON. */
export function summaryJson({ job, video, durationSec, wallMs }: DemoResult): string {
  const stages = job.stages.map(({ stage, item, status, startedAt, finishedAt }) => ({
    stage,
    item,
    status,
    ms: startedAt && finishedAt ? Date.parse(finishedAt) - Date.parse(startedAt) : null,
  }));
  const { id: jobId, status, state, scores, costMicros, error } = job;
  return JSON.stringify({
    jobId,
    status,
    state,
    video,
    durationSec,
    scores,
    costMicros,
    wallMs,
    stages,
    ...(error && { error }),
  });
}

/** For people. */
export function summaryText({ job, files, video, durationSec, startMs, wallMs }: DemoResult): string {
  const scores = Object.entries(job.scores).map(([name, score]) => `${name} ${score.toFixed(2)}`);
  const rows = [
    ['film', `${video ?? 'none'}${durationSec === null ? '' : ` (${durationSec.toFixed(1)} s)`}`],
    ['scores', scores.join(', ') || 'none'],
    ['cost', formatMicros(micros(job.costMicros))],
    ['took', `${seconds(wallMs)}, of which ${seconds(startMs)} to start everything`],
    ['files', files.filter((file) => file !== video).join('\n          ')],
  ] as const;
  return rows.map(([name, value]) => `  ${name.padEnd(8)}${value}`).join('\n');
}

/** Why a job did not come to its end, and what to do. */
export function failureText({ status, error, id }: Job): string {
  if (!error) return `Job ${id} is ${status}.`;
  const where = error.stage ? ` in the stage ${error.stage}` : '';
  return [`The job ${status}${where}: ${error.message} (${error.code})`, error.nextAction]
    .filter(Boolean)
    .join('\n');
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
