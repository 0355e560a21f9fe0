/** The parts of the API's answers that the CLI reads; their schemas are in `apps/api`, which nothing may import. */
export interface Job {
  readonly id: string;
  readonly status: string;
  readonly state: string;
  readonly scores: Readonly<Record<string, number>>;
  readonly costMicros: number;
  readonly error: JobError | null;
  readonly stages: readonly Stage[];
}

export interface JobError {
  readonly code: string;
  readonly message: string;
  readonly stage: string | null;
  readonly nextAction?: string;
}

export interface Stage {
  readonly stage: string;
  readonly item: number | null;
  readonly status: string;
  /** 0 to 1. */
  readonly progress: number;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

export interface Artifact {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
}

/** RFC 9457. */
export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly correlationId?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Who calls: somebody who signs in, or a token that is there already. */
export type Access = Credentials | { readonly token: string };

const ENDED = ['completed', 'failed', 'cancelled'];
export const hasEnded = (job: Job): boolean => ENDED.includes(job.status);
