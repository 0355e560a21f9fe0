import type { JsonObject } from '#libs/kernel';
import { keepInThread, runInThread } from '#libs/media/threads';
import type { LocalTextTask } from '#libs/providers';

export const PLAN_TASK = 'video.plan';
export const FAST_PLAN_TASK = 'video.fast_plan';
export const VISUALS_TASK = 'video.visuals';
export const WRITER_TASKS = [PLAN_TASK, FAST_PLAN_TASK, VISUALS_TASK] as const;

export interface WriterRequest {
  task: (typeof WRITER_TASKS)[number];
  data: JsonObject;
  seed: number;
}

const WORKER = new URL('./writer.worker.js', import.meta.url);

/** Has the local writer answer: beside the event loop, since a long brief keeps it busy for seconds. */
export const writerTask =
  (task: WriterRequest['task']): LocalTextTask =>
  (data, seed, signal) =>
    runInThread<WriterRequest, unknown>(WORKER, { task, data, seed }, signal);

/** Words and pictures are loaded while the process starts, not while somebody waits for a film. */
export const warmWriter = (): void => keepInThread(WORKER);
