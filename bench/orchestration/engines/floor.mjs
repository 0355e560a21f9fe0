import { BEGIN, finishedRuns, poolOf, RUNS, STEP } from '../engine.mjs';

/**
 * No engine at all: a row inserted and then updated once a step, each statement committed by itself. 10 connections, because 50 were
 * slower (8,300 against 10,200 steps a second on two cores).
 * @type {import('../engine.mjs').EngineFactory}
 */
export const floor = async ({ databaseUrl, inFlight }) => {
  const pool = poolOf(databaseUrl, Math.min(inFlight, 10));
  await pool.query(RUNS);
  let last = 0;
  return {
    async once() {
      const id = ++last;
      await pool.query({ ...BEGIN, values: [id, '{"n":0}'] });
      for (let step = 1; step <= 8; step++) {
        await pool.query({ ...STEP, values: [id, step, JSON.stringify({ n: step })] });
      }
    },
    finished: () => finishedRuns(pool),
    stop: () => pool.end(),
  };
};
