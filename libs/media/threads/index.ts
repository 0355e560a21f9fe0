export { restThread, takeThread } from './idle-threads.js';
export { answerInThread, runInThread } from './run-in-thread.js';
