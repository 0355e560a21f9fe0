import type { JsonObject, JsonValue } from '#libs/kernel';
import type { JobState, JobStatus } from './state-machine.js';

export interface LoggedEvent {
  seq: number;
  type: string;
  data: JsonObject;
}

/** `not_running` stands for waiting, ready and retrying: which of them it is depends on the clock and on other stages. */
export interface ProjectedStage {
  status: string;
  attempt: number;
}

/** A job as its events tell it. */
export interface ProjectedJob {
  status: JobStatus;
  state: JobState;
  priority: number;
  costMicros: number;
  scores: Record<string, number>;
  /** By `stage` or `stage[item]`. */
  stages: Record<string, ProjectedStage>;
}

const NOT_RUNNING = 'not_running';
const ENDED = new Set(['succeeded', 'failed', 'cancelled']);

/** What a stage's row counts as here. */
export const foldedStatus = (status: string): string =>
  ['waiting', 'ready', 'retrying'].includes(status) ? NOT_RUNNING : status;

export const stageKey = (stage: string, item: number | null): string =>
  item === null ? stage : `${stage}[${item}]`;

/**
 * Rebuilds a job from its events alone.
 * @param stages the stages of its track
 * @param events in order, from the first
 */
export function project(stages: readonly string[], events: readonly LoggedEvent[]): ProjectedJob {
  const job: ProjectedJob = {
    status: 'pending',
    state: 'INIT',
    priority: 0,
    costMicros: 0,
    scores: {},
    stages: Object.fromEntries(stages.map((stage) => [stage, { status: NOT_RUNNING, attempt: 0 }])),
  };
  for (const { type, data } of events) {
    APPLY[type]?.(job, data);
    if (typeof data.state === 'string') job.state = data.state as JobState;
  }
  return job;
}

type Apply = (job: ProjectedJob, data: JsonObject) => void;

const to =
  (status: string): Apply =>
  (job, data) =>
    set(job, data, status);

const APPLY: Record<string, Apply> = {
  'job.created': (job, { priority, started }) => {
    job.priority = priority as number;
    if (typeof started !== 'string') return;
    begin(job, started);
    job.status = 'processing';
  },
  'job.reprioritised': (job, data) => (job.priority = data.priority as number),
  'job.paused': (job) => (job.status = 'paused'),
  'job.resumed': (job, data) => (job.status = data.status as JobStatus),
  'job.completed': (job) => (job.status = 'completed'),
  'job.failed': (job) => end(job, 'failed'),
  'job.cancelled': (job) => end(job, 'cancelled'),
  'job.rerun': rerun,
  'stage.started': (job, data) => {
    set(job, data, 'running');
    job.status = 'processing';
  },
  'stage.succeeded': succeed,
  'stage.fanned_out': (job, data) => {
    set(job, { ...data, item: null }, 'fanned_out');
    for (let item = 0; item < (data.items as number); item++) {
      job.stages[stageKey(data.stage as string, item)] = { status: NOT_RUNNING, attempt: 0 };
    }
  },
  'stage.retrying': to(NOT_RUNNING),
  'stage.ready': (job, data) => {
    set(job, data, NOT_RUNNING);
    if (job.status === 'awaiting_approval' && !awaits(job)) job.status = 'processing';
  },
  'stage.released': to(NOT_RUNNING),
  'stage.lease_expired': to(NOT_RUNNING),
  'stage.awaiting_approval': (job, data) => {
    set(job, data, 'awaiting_approval');
    book(job, data);
    askPerson(job);
  },
  'stage.parked': (job, data) => {
    set(job, data, 'parked');
    askPerson(job);
  },
  'stage.failed': to('failed'),
  'effect.settled': book,
  'effect.failed': book,
  'effect.reconciled': book,
};

/** A paused job stays paused; it asks when it is resumed. */
function askPerson(job: ProjectedJob): void {
  if (job.status !== 'paused') job.status = 'awaiting_approval';
}

function set(job: ProjectedJob, { stage, item, attempt }: JsonObject, status: string): void {
  const key = stageKey(stage as string, (item as number | undefined) ?? null);
  const before = job.stages[key]?.attempt ?? 0;
  job.stages[key] = { status, attempt: (attempt as number | undefined) ?? before };
}

function book(job: ProjectedJob, { costMicros, scores }: JsonObject): void {
  job.costMicros += (costMicros as number | null | undefined) ?? 0;
  Object.assign(job.scores, scores as Record<string, number> | null);
}

function succeed(job: ProjectedJob, data: JsonObject): void {
  const { stage, item, started } = data;
  const approved = job.stages[stage as string]?.status === 'awaiting_approval';
  set(job, data, 'succeeded');
  book(job, data);
  if (approved && job.status === 'awaiting_approval') job.status = 'processing';
  if (
    typeof item === 'number' &&
    itemsOf(job, stage as string).every(([, { status }]) => status === 'succeeded')
  ) {
    set(job, { stage: stage as string }, 'succeeded');
  }
  if (typeof started === 'string') begin(job, started);
}

/** A stage of which another event tells that it began. */
function begin(job: ProjectedJob, stage: string): void {
  job.stages[stage] = { status: 'running', attempt: (job.stages[stage]?.attempt ?? 0) + 1 };
}

function end(job: ProjectedJob, status: JobStatus): void {
  job.status = status;
  for (const stage of Object.values(job.stages)) {
    if (!ENDED.has(stage.status)) stage.status = 'cancelled';
  }
}

/** `stages`: what runs again; a fan-out whose list is made anew loses its items. */
function rerun(job: ProjectedJob, { stages, status }: JsonObject): void {
  job.status = status as JobStatus;
  for (const entry of stages as JsonValue[] as { stage: string; item: number | null; status: string }[]) {
    job.stages[stageKey(entry.stage, entry.item)] = {
      status: foldedStatus(entry.status),
      attempt: 0,
    };
    if (entry.item === null && entry.status !== 'fanned_out') {
      for (const [key] of itemsOf(job, entry.stage)) delete job.stages[key];
    }
  }
}

const itemsOf = (job: ProjectedJob, stage: string): [string, ProjectedStage][] =>
  Object.entries(job.stages).filter(([key]) => key.startsWith(`${stage}[`));

const awaits = ({ stages }: ProjectedJob): boolean =>
  Object.values(stages).some(({ status }) => status === 'awaiting_approval' || status === 'parked');
