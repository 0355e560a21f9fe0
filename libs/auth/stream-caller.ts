import { type AccessScope, type Principal, scopeOf } from './principal.js';

/** Who follows a job: as much of a principal as it takes to see whether it still may. Plain JSON. */
export interface StreamCaller extends AccessScope {
  /** The key that the call came with. */
  apiKeyId?: string;
}

export const streamCallerOf = (principal: Principal): StreamCaller => ({
  ...scopeOf(principal),
  ...(principal.apiKeyId !== undefined && { apiKeyId: principal.apiKeyId }),
});
