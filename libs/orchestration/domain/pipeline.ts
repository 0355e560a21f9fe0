import type { JsonObject, Market, Micros } from '#libs/kernel';
import type { Estimate } from '#libs/costs/domain';
import type { JobState } from './state-machine.js';

/** Where a stage runs: `light` is quick and cheap, `media` burns CPU, `provider` waits for somebody else. */
export const QUEUE_CLASSES = ['light', 'media', 'provider'] as const;
export type QueueClass = (typeof QUEUE_CLASSES)[number];

/**
 * Where a field of a stage's input comes from, as a path:
 * `$job.input.brief` (the job), `$item` (this execution's element of the fan-out), `$provenance` (all executions so far),
 * or `direct.plan.script` (the output of an earlier stage; of a fan-out, the list of all outputs in order).
 * Naming a stage makes it a dependency.
 */
export type InputPath = string;

export interface StageDefinition {
  name: string;
  /** The name of the agent that does the work. */
  agent: string;
  queue: QueueClass;
  /** The milestone that this stage works towards; the job reaches it when all its stages have succeeded. */
  state: Exclude<JobState, 'INIT' | 'ERROR'>;
  input: Record<string, InputPath>;
  /** Stages that must come first although nothing of theirs is read. */
  after?: string[];
  /** Path of a list in an earlier stage's output: the stage runs once for each element. */
  forEach?: string;
  /** Failed attempts before the job fails. */
  maxAttempts?: number;
  /** A field of the output that decides how the job goes on: values not named here let it pass. */
  gate?: {
    field: string;
    waitFor?: string[];
    rejectOn?: string[];
    /** On this value, elements of an earlier fan-out run again, and everything after them: those that `items` of the output numbers. */
    repair?: { on: string; stage: string; items: string };
  };
  /**
   * A flag of the job's input, `$job.input.approvals.plan` say: where it is set, a person has to agree to the output before the job
   * goes on.
   */
  approval?: InputPath;
  /**
   * Of an approval of cost: nobody is asked unless the planned cost, a field of the output in micro-dollars, is above the threshold in
   * the job's input, or above the tenant's own.
   */
  approvalAbove?: { planned: string; threshold: InputPath };
  /** A number of the output that becomes one of the job's scores. */
  score?: { name: string; field: string };
  /** Share of the work in the job's progress. */
  weight: number;
}

export interface RouteDecision {
  track: string;
  /** In plain words, for the person who asks why. */
  reason: string;
  /** The most that the job may spend on paid calls; null for no limit of its own. */
  budgetMicros: Micros | null;
  /** Null where the pipeline leaves the choice to chance. */
  seed: number | null;
}

/** Where the manifest of a track stands. */
export interface ManifestPlace {
  /** The stage that waits for a person; until it goes on, the manifest may be changed. */
  gate: string;
  /** By name what the manifest consists of: the output of a stage, or a part of it, as a path. */
  sections: Record<string, InputPath>;
}

/** What a preview is made from. */
export interface ManifestSource {
  jobId: string;
  version: number;
  seed: number;
  input: JsonObject;
  manifest: JsonObject;
}

/** The plan that a pipeline's agents write and its later stages carry out, for people to read, change and approve. */
export interface ManifestDefinition {
  /** A track that is not named here has no manifest. */
  tracks: Record<string, ManifestPlace>;
  /** Checks a manifest that a person has changed. @throws ValidationError naming every wrong field below `manifest` */
  check(manifest: unknown): JsonObject;
  /** The pipeline that makes a small and quick version of it, and its input. */
  preview?: { pipeline: string; input(source: ManifestSource): JsonObject };
}

/** A pipeline is data, pinned by name and version for every job. */
export interface PipelineDefinition {
  name: string;
  version: number;
  tracks: Record<string, StageDefinition[]>;
  /** Checks a job's input and fills in its defaults. @throws ValidationError naming every wrong field below `input` */
  admit(input: unknown): JsonObject;
  route(input: JsonObject): RouteDecision;
  /** Who would do the work and what it would cost; a pipeline that buys nothing has none. */
  estimate?(input: JsonObject, market: Market): Estimate;
  /** What people may read and change of the plan before it is carried out; a pipeline that plans nothing has none. */
  manifest?: ManifestDefinition;
}
