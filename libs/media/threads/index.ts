export { answerInThread, runInThread } from './run-in-thread.js';
