import { FlowProducer, Worker } from 'bullmq';
import { BEGIN, finishedRuns, poolOf, RUNS, STEP, Waiting } from '../engine.mjs';

const NAME = 'bench-bullmq';
const opts = { removeOnComplete: true, removeOnFail: true };

/** A flow runs its innermost child first. */
const flow = (id, step = 8) => ({
  name: 'step',
  queueName: NAME,
  data: { id, step },
  opts,
  ...(step > 1 ? { children: [flow(id, step - 1)] } : {}),
});

/**
 * BullMQ with a flow of 8 jobs a run, each committing the run's row.
 * @type {import('../engine.mjs').EngineFactory}
 */
export const bullmqFlowRow = async ({ databaseUrl, redisUrl, inFlight }) => {
  const pool = poolOf(databaseUrl, Math.min(inFlight, 10));
  await pool.query(RUNS);
  const { hostname: host, port, password } = new URL(redisUrl);
  const connection = { host, port: Number(port), password, maxRetriesPerRequest: null };
  const producer = new FlowProducer({ connection });
  const waiting = new Waiting();
  const worker = new Worker(
    NAME,
    async ({ data: { id, step } }) => {
      await pool.query({ ...STEP, values: [id, step, JSON.stringify({ n: step })] });
      if (step === 8) waiting.done(id);
    },
    { connection, concurrency: inFlight },
  );
  await worker.waitUntilReady();
  let last = 0;
  return {
    async once() {
      const id = ++last;
      const done = waiting.for(id);
      await pool.query({ ...BEGIN, values: [id, '{"n":0}'] });
      await producer.add(flow(id));
      await done;
    },
    finished: () => finishedRuns(pool),
    stop: async () => {
      await worker.close();
      await producer.close();
      await pool.end();
    },
  };
};
