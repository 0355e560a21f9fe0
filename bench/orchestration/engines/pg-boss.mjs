import PgBoss from 'pg-boss';
import { BEGIN, finishedRuns, poolOf, RUNS, Waiting } from '../engine.mjs';

const QUEUE = 'bench';
const STEPS = `UPDATE runs r SET step = d.step, output = jsonb_build_object('n', d.step)
  FROM unnest($1::bigint[], $2::int[]) AS d (id, step) WHERE r.id = d.id`;

/**
 * pg-boss: a job a step. A worker fetches up to 50 jobs at once and commits their rows together, adds the next steps in bulk, and
 * is notified at once instead of waiting for its poll (its shortest is half a second).
 * @type {import('../engine.mjs').EngineFactory}
 */
export const pgBoss = async ({ databaseUrl, inFlight }) => {
  const pool = poolOf(databaseUrl, Math.min(inFlight, 10));
  await pool.query(RUNS);
  const boss = new PgBoss({ connectionString: databaseUrl, max: 10, supervise: false, schedule: false });
  boss.on('error', (error) => console.error(error));
  await boss.start();
  await boss.createQueue(QUEUE);
  const waiting = new Waiting();
  const worker = await boss.work(QUEUE, { batchSize: 50, pollingIntervalSeconds: 0.5 }, async (jobs) => {
    const steps = jobs.map(({ data }) => data);
    await pool.query({
      name: 'steps',
      text: STEPS,
      values: [steps.map(({ id }) => id), steps.map(({ step }) => step)],
    });
    const next = steps.filter(({ step }) => step < 8);
    if (next.length > 0) {
      await boss.insert(next.map(({ id, step }) => ({ name: QUEUE, data: { id, step: step + 1 } })));
    }
    for (const { id, step } of steps) if (step === 8) waiting.done(id);
    setImmediate(() => boss.notifyWorker(worker));
  });
  let last = 0;
  return {
    async once() {
      const id = ++last;
      const done = waiting.for(id);
      await pool.query({ ...BEGIN, values: [id, '{"n":0}'] });
      await boss.send(QUEUE, { id, step: 1 });
      boss.notifyWorker(worker);
      await done;
    },
    finished: () => finishedRuns(pool),
    stop: async () => {
      await boss.stop({ graceful: false, timeout: 1_000 });
      await pool.end();
    },
  };
};
