import type { z } from 'zod';
import type { ConsistencyMarkers } from '#libs/caching';
import type { BlobRef, BlobStore } from '#libs/storage';
import type { StageEffects } from '#libs/orchestration';
import type { StageProviders, Usage } from '#libs/providers';

/** What the runner gives an agent for one execution. An agent has no database and no HTTP: this is all of its world. */
export interface AgentContext {
  readonly jobId: string;
  readonly tenantId: string;
  readonly stage: string;
  /** Position in the fan-out, or null for a stage that runs once. */
  readonly item: number | null;
  readonly attempt: number;
  /** Which take this is, from 1: a rerun or a repair makes another one. */
  readonly take: number;
  /** Derived from the job's seed, the stage, the item and the take: the same take repeats exactly, another one may turn out better. */
  readonly seed: number;
  /** Aborted on cancel, timeout, shutdown and when the lease is lost: stop at once, threads and children included. */
  readonly signal: AbortSignal;
  readonly logger: AgentLogger;
  readonly providers: StageProviders;
  /** The way to everything that costs money: buys it once, whatever dies meanwhile. */
  readonly effects: StageEffects;
  readonly blobs: BlobStore;
  /** How earlier films of the tenant looked. */
  readonly looks: Looks;
  /** An empty directory of this execution's own, removed afterwards. */
  readonly workDir: string;
  /** Reports the fraction done, 0 to 1; cheap to call often. */
  progress(fraction: number): void;
  /** Adds a named deliverable to the job once this execution has succeeded, e.g. `video.mp4`. */
  publish(name: string, blob: BlobRef): void;
  /** Notes what a provider call used and who made it. What is bought is booked by the journal. */
  used(made: Made): void;
}

/** The part of a provider's answer that tells how it came about. */
export interface Made {
  usage: Usage[];
  /** A provider on this machine, or `<provider>/<model>` for one in the cloud. */
  by?: string;
  /** Why it was not made by who should have made it. */
  downgraded?: string | null;
}

/** What makes films on one subject look alike, remembered for a week; without Redis nothing is. */
export interface Looks {
  /** Of the most similar subject; null where none is similar enough. */
  recall(subject: string): Promise<ConsistencyMarkers | null>;
  remember(subject: string, markers: ConsistencyMarkers): Promise<void>;
}

export interface AgentLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/**
 * One step of work behind one contract. Input and output are JSON checked by schema; large things travel as `BlobRef`s.
 * The same input, version and seed must give the same output.
 */
export abstract class Agent<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  /** The name that pipelines refer to; unique. */
  abstract readonly name: string;
  /** Raised when the same input may give another output. */
  abstract readonly version: number;
  abstract readonly input: I;
  abstract readonly output: O;
  /** After this long the work is aborted and counts as a failed attempt. */
  abstract readonly timeoutMs: number;

  abstract run(input: z.output<I>, context: AgentContext): Promise<z.input<O>>;
}
