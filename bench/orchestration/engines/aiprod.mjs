import { startKernel } from '../../../dist/libs/testing/index.js';
import { migrate } from '../../../dist/libs/database/index.js';
import { JobsService, StageObserver } from '../../../dist/libs/orchestration/index.js';
import { Waiting } from '../engine.mjs';

const MILESTONES = [
  'INPUT_SANITIZED',
  'AGENTS_EXECUTED',
  'AGENTS_EXECUTED',
  'AGENTS_EXECUTED',
  'QA_TECH',
  'QA_SEMANTIC',
  'FINAL_APPROVAL',
  'DELIVERED',
];
const LAST = `s${MILESTONES.length - 1}`;

const pipeline = {
  name: 'bench',
  version: 1,
  admit: (input) => input,
  route: () => ({ track: 'only', reason: 'there is one', budgetMicros: 0, seed: 1 }),
  tracks: {
    only: MILESTONES.map((state, index) => ({
      name: `s${index}`,
      agent: 'noop',
      queue: 'light',
      state,
      weight: 1,
      input: index === 0 ? { n: '$job.input.n' } : { n: `s${index - 1}.n` },
    })),
  },
};

/**
 * This project's kernel with everything on: leases with fencing tokens, event log, outbox, relay, sweeper, Bull. Submission and
 * workers share a process, as the peers' do.
 * @type {import('../engine.mjs').EngineFactory}
 */
export const aiprod = async ({ databaseUrl, redisUrl }) => {
  Object.assign(process.env, {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    DATABASE_POOL_SIZE: '10',
    SECRETS_KEYS: `bench:${Buffer.alloc(32, 'only for benchmarks').toString('base64')}`,
  });
  await migrate(databaseUrl);
  const kernel = await startKernel([pipeline], async (_, { n }) => ({ n: n + 1 }), { concurrency: 64 });
  const jobs = kernel.module.get(JobsService);
  const waiting = new Waiting();
  const observer = kernel.module.get(StageObserver);
  // Told after the commit of each stage.
  observer.begin = ({ stage, job }) => ({
    end: (outcome) => {
      if (outcome !== 'succeeded') throw new Error(`${stage} ended as ${outcome}`);
      if (stage === LAST) waiting.done(job.id);
    },
  });
  return {
    async once() {
      const { tenantId, userId } = kernel.scope;
      const { id } = await jobs.submit({ tenantId, userId, pipeline: 'bench', input: { n: 0 }, priority: 5 });
      await waiting.for(id);
    },
    async finished() {
      const [row] = await kernel.database.query(
        `SELECT count(*)::int AS n FROM jobs j WHERE status = 'completed' AND state = 'DELIVERED'
           AND 8 = (SELECT count(*) FROM stage_executions s WHERE s.job_id = j.id AND s.status = 'succeeded' AND s.output IS NOT NULL)
           AND j.event_seq = (SELECT count(*) FROM job_events e WHERE e.job_id = j.id)`,
      );
      return row.n;
    },
    stop: () => kernel.module.close(),
  };
};
