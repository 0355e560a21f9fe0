import { Logger, run } from 'graphile-worker';
import { BEGIN, finishedRuns, poolOf, RUNS, STEP, Waiting } from '../engine.mjs';

const ADD = {
  name: 'add',
  text: "SELECT graphile_worker.add_job('step', json_build_object('id', $1::bigint, 'step', $2::int))",
};

/**
 * graphile-worker: a job a step; the row and the next step commit together. It is told of new jobs by LISTEN/NOTIFY.
 * @type {import('../engine.mjs').EngineFactory}
 */
export const graphileWorker = async ({ databaseUrl, inFlight }) => {
  const pool = poolOf(databaseUrl, Math.min(inFlight, 10) + 5);
  await pool.query(RUNS);
  const waiting = new Waiting();
  const runner = await run({
    pgPool: pool,
    concurrency: inFlight,
    noHandleSignals: true,
    pollInterval: 500,
    logger: new Logger(() => () => undefined),
    taskList: {
      step: async ({ id, step }, { withPgClient }) => {
        await withPgClient(async (client) => {
          await client.query('BEGIN');
          await client.query({ ...STEP, values: [id, step, JSON.stringify({ n: step })] });
          if (step < 8) await client.query({ ...ADD, values: [id, step + 1] });
          await client.query('COMMIT');
        });
        if (step === 8) waiting.done(id);
      },
    },
  });
  let last = 0;
  return {
    async once() {
      const id = ++last;
      const done = waiting.for(id);
      await pool.query({ ...BEGIN, values: [id, '{"n":0}'] });
      await pool.query({ ...ADD, values: [id, 1] });
      await done;
    },
    finished: () => finishedRuns(pool),
    stop: async () => {
      await runner.stop();
      await pool.end();
    },
  };
};
