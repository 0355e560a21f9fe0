import Queue from 'bull';
import { BEGIN, finishedRuns, poolOf, RUNS, STEP, Waiting } from '../engine.mjs';

/**
 * Bull 4 with a row a run: every step commits the row, then adds the next step. Finished jobs are removed, as its documentation
 * recommends for throughput.
 * @type {import('../engine.mjs').EngineFactory}
 */
export const bullRow = async ({ databaseUrl, redisUrl, inFlight }) => {
  const pool = poolOf(databaseUrl, Math.min(inFlight, 10));
  await pool.query(RUNS);
  const queue = new Queue('bench-bull', redisUrl, {
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
  });
  await queue.empty();
  const waiting = new Waiting();
  queue.process(inFlight, async ({ data: { id, step } }) => {
    await pool.query({ ...STEP, values: [id, step, JSON.stringify({ n: step })] });
    if (step === 8) waiting.done(id);
    else await queue.add({ id, step: step + 1 });
  });
  await queue.isReady();
  let last = 0;
  return {
    async once() {
      const id = ++last;
      const done = waiting.for(id);
      await pool.query({ ...BEGIN, values: [id, '{"n":0}'] });
      await queue.add({ id, step: 1 });
      await done;
    },
    finished: () => finishedRuns(pool),
    stop: async () => {
      await queue.close();
      await pool.end();
    },
  };
};
