import { threadId } from 'node:worker_threads';

/** For the tests of `runInThread`: doubles samples, fails, dies or never ends, as it is told. */
export function work(task: { samples: Float32Array; then?: 'fail' | 'die' | 'hang' }) {
  if (task.then === 'fail') throw new RangeError('too loud');
  if (task.then === 'die') process.exit(3);
  while (task.then === 'hang');
  return { doubled: task.samples.map((x) => x * 2), threadId };
}
