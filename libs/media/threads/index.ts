export { collectGarbage } from './collect-garbage.js';
export { restThread, takeThread } from './idle-threads.js';
export { buffersOf, keepInThread, runInThread } from './run-in-thread.js';
