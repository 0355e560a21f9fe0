/** The first line on the guardian's standard input. Its end means: stop. */
export interface GuardianOrder {
  /** Absent: a new directory that is deleted at the end. */
  readonly dataDir?: string;
  readonly postgres: boolean;
  readonly redis: boolean;
}

/** A line on the guardian's standard output. */
export type GuardianReport =
  | { readonly type: 'progress'; readonly message: string }
  | { readonly type: 'directory'; readonly dataDir: string }
  | {
      readonly type: 'ready';
      readonly dataDir: string;
      readonly databaseUrl?: string;
      readonly redisUrl?: string;
    }
  | { readonly type: 'failed'; readonly code: string; readonly message: string }
  | { readonly type: 'lost'; readonly message: string };
