import { type AccessScope, type Principal, scopeOf } from './principal.js';

/** Who follows a job: as much of a principal as it takes to see whether it still may. Plain JSON. */
export interface StreamCaller extends AccessScope {
  /** Of the API key that the call came with. */
  apiKeyPrefix?: string;
  sessionId?: string;
}

export const streamCallerOf = (principal: Principal): StreamCaller => ({
  ...scopeOf(principal),
  ...(principal.apiKeyPrefix !== undefined && { apiKeyPrefix: principal.apiKeyPrefix }),
  ...(principal.sessionId !== undefined && { sessionId: principal.sessionId }),
});
