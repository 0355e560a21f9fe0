import { type AccessScope, type Principal, scopeOf } from './principal.js';

/** Who follows a job: as much of a principal as it takes to see whether it still may. Plain JSON. */
export type StreamCaller = AccessScope;

export const streamCallerOf = (principal: Principal): StreamCaller => scopeOf(principal);
