export { keepThread, restThread, takeThread } from './idle-threads.js';
export { answerInThread, buffersOf, runInThread } from './run-in-thread.js';
