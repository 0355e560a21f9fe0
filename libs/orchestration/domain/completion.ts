import type { JsonObject } from '#libs/kernel';
import type { PublishedArtifact, ReadyStage, StageExecution } from './execution.js';
import type { Successor } from './pipeline-graph.js';
import type { JobState } from './state-machine.js';

/** What a finished stage hands on. */
export interface Completion {
  /** Null where nothing new is to be stored: a person approves what is there. */
  output: JsonObject | null;
  provenance: JsonObject | null;
  costMicros: number;
  artifacts: PublishedArtifact[];
  scores: Record<string, number> | null;
  fanOuts: { stage: string; items: number }[];
  successors: readonly Successor[];
  /** The successor that goes on in the same process, if any. */
  chain: string | null;
  reaches: JobState | null;
}

export interface Finished {
  /** The successor that was claimed for this process, under a lease of its own. */
  chained: StageExecution | null;
  /** Stages that wait for somebody now; a message for each is on its way. */
  readied: ReadyStage[];
}
