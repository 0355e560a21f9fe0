export { AiprodClient } from './client.js';
export type { ClientOptions } from './client.js';
export { SecondFactorRequired } from './access.js';
export type { Access, Credentials } from './access.js';
export { ProblemError } from './problem-error.js';
export { hasEnded } from './jobs.js';
export type { JobEvent, JobExport, NewJob, WatchOptions } from './jobs.js';
export { data } from './answers.js';
export type * from './schema.js';
