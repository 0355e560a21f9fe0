/** A request that names itself, so that sending it again does nothing again. */
export interface IdempotentRequest {
  tenantId: string;
  /** Who sends it, e.g. `user:<id>`: keys of different callers have nothing to do with each other. */
  caller: string;
  /** Method and path. */
  route: string;
  key: string;
  /** Hash of what is asked for. */
  fingerprint: string;
}

/** What a request was answered, and is answered each time that it comes again. */
export class StoredAnswer {
  constructor(
    readonly status: number,
    readonly headers: Record<string, string>,
    readonly body: string,
    /** Whether it was given before. */
    readonly replayed = false,
  ) {}
}
