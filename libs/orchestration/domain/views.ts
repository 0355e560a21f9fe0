import type { JsonObject } from '#libs/kernel';
import type { Estimate } from '#libs/costs/domain';
import type { StageError } from './execution.js';
import type { JobState, JobStatus } from './state-machine.js';

/** Whose jobs a caller may see: the tenant's, and unless `any`, only the caller's own. */
export interface Scope {
  tenantId: string;
  userId: string;
  any: boolean;
}

/** Who changes what all tenants share, and in whose audit log it stands. */
export type Actor = Pick<Scope, 'tenantId' | 'userId'>;

export interface StageView {
  stage: string;
  /** Position in the fan-out; null for a stage that runs once and for the fan-out as a whole. */
  item: number | null;
  agent: string;
  status: string;
  attempt: number;
  /** 0 to 1. */
  progress: number;
  startedAt: string | null;
  finishedAt: string | null;
  error: StageError | null;
  /** What a gate for cost has weighed; null where there was none. */
  approval: WeighedCost | null;
}

/** The planned cost against the threshold above which a person is asked. */
export type WeighedCost = {
  plannedMicros: number;
  aboveMicros: number;
  /** Whose threshold it is. */
  by: 'tenant' | 'preset';
  /** Nobody had to agree. */
  waived: boolean;
};

export interface JobSummary {
  id: string;
  pipeline: string;
  pipelineVersion: number;
  track: string;
  trackReason: string;
  status: JobStatus;
  state: JobState;
  /** 0 to 1, weighted by the stages' share of the work. */
  progress: number;
  seed: number;
  input: JsonObject;
  scores: Record<string, number>;
  costMicros: number;
  budgetMicros: number | null;
  error: StageError | null;
  priority: number;
  /** The schedule that submitted it; null where a caller did. It may have been deleted since. */
  scheduleId: string | null;
  /** The batch that it was submitted in; null where it was submitted alone. */
  batchId: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

export interface JobView extends JobSummary {
  /** What it was expected to cost when it was submitted; null where nothing is to be bought. */
  estimate: Estimate | null;
  /** Jobs of the same pipeline that come first; null once it has begun. */
  queuePosition: number | null;
  /** What somebody can do about it, or what it waits for; null where nothing is to be done. */
  nextAction: string | null;
  stages: StageView[];
}

/** The jobs that were submitted in one call. */
export interface BatchView {
  id: string;
  /** How many of them are in each status. */
  counts: Record<JobStatus, number>;
  /** 0 to 1: the mean of the jobs'. What has failed or was cancelled counts as done: nothing more will come of it. */
  progress: number;
  costMicros: number;
  createdAt: string;
  /** Null until the last of them has ended. */
  finishedAt: string | null;
  /** In the order of the request. */
  jobs: JobSummary[];
}

export interface ArtifactView {
  id: string;
  jobId: string;
  name: string;
  mediaType: string;
  size: number;
  sha256: string;
  createdAt: string;
}

export interface JobEvent {
  seq: number;
  type: string;
  actor: string;
  at: string;
  data: JsonObject;
}

/** What a follower of a job gets: events, each once and in order, and snapshots of the progress in between. */
export type FeedItem = { event: JobEvent } | { progress: { progress: number; stages: StageView[] } };

export interface ManifestVersion {
  version: number;
  /** A user's id; `agents` where the stages wrote it. */
  author: string;
  comment: string;
  at: string;
}

export interface ManifestVersionDetail extends ManifestVersion {
  manifest: JsonObject;
}

export interface ManifestComment {
  id: string;
  version: number;
  author: string;
  text: string;
  at: string;
}

/** `draft`: waits for a person; `approved`: the job went on with it; `discarded`: the job ended before that. */
export type ManifestStatus = 'draft' | 'approved' | 'discarded';

/** The plan of a job as it stands, and how it came to be. */
export interface ManifestView {
  version: number;
  status: ManifestStatus;
  editable: boolean;
  manifest: JsonObject;
  /** The oldest first. */
  history: ManifestVersion[];
  comments: ManifestComment[];
}
