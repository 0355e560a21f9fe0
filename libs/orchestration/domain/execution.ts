import type { QueueClass } from './pipeline.js';
import type { ErrorClass, JsonObject, JsonValue } from '#libs/kernel';

/** The job as a stage sees it: what was asked and decided at admission. */
export interface JobFacts {
  id: string;
  tenantId: string;
  pipeline: string;
  pipelineVersion: number;
  track: string;
  trackReason: string;
  input: JsonObject;
  seed: number;
  priority: number;
  costMicros: number;
  budgetMicros: number | null;
}

/** One agent run under a lease. `token` fences it: statements that carry an older token touch nothing. */
export interface StageExecution {
  id: string;
  stage: string;
  /** Position in the fan-out, or null. */
  item: number | null;
  agent: string;
  attempt: number;
  /** Which run of this stage it is, from 1: a rerun of the job raises it. */
  generation: number;
  token: number;
  /** Where it has no row of its own yet and its job's row stands for it: what a row needs besides. */
  carried: CarriedStage | null;
  job: JobFacts;
}

export interface CarriedStage {
  queue: QueueClass;
  beganAt: Date;
}

/** A stage that is begun in the moment nothing is left to wait for. */
export const FIRST_RUN = { item: null, attempt: 1, generation: 1, token: 1 } as const;

/** A named file of the job's, by its content. */
export interface PublishedArtifact {
  name: string;
  sha256: string;
  /** Bytes. */
  size: number;
  mediaType: string;
}

/** What an execution brought. */
export interface StageResult {
  output: JsonObject;
  artifacts: PublishedArtifact[];
  /** How the output came about: agent version, seed, usage, output key. */
  provenance: JsonObject;
  costMicros: number;
}

/** An error as it is stored, shown and logged: never with a stack or a secret. */
export interface StageError {
  code: string;
  message: string;
  class: ErrorClass;
  retryable: boolean;
  stage: string | null;
  nextAction: string;
}

/** A message in a queue: which stage is ready, nothing of what it is. */
export interface WakeMessage {
  v: 1;
  jobId: string;
  stageId: string;
  dispatch: number;
}

/** An execution that this process has just got a lease for. */
export interface Claim {
  execution: StageExecution;
  /** Monotonic time just before the claim was sent: the lease can't have begun earlier. */
  claimedAt: number;
}

/** A stage that somebody may take. */
export interface ReadyStage {
  jobId: string;
  stageId: string;
  queue: QueueClass;
}

export type Outputs = Map<string, JsonValue>;
