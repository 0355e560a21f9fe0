import { DBOS } from '@dbos-inc/dbos-sdk';
import { poolOf } from '../engine.mjs';

let workflow;

/**
 * DBOS Transact: a workflow of 8 steps, each of which it checkpoints in PostgreSQL.
 * @type {import('../engine.mjs').EngineFactory}
 */
export const dbos = async ({ databaseUrl, inFlight }) => {
  workflow ??= DBOS.registerWorkflow(
    async (n) => {
      for (let step = 1; step <= 8; step++) {
        n = await DBOS.runStep(() => Promise.resolve(n + 1), { name: `step${step}` });
      }
      return n;
    },
    { name: 'bench' },
  );
  DBOS.setConfig({
    name: 'bench',
    systemDatabaseUrl: databaseUrl,
    systemDatabasePoolSize: Math.max(10, Math.min(inFlight, 20)),
    logLevel: 'error',
    runAdminServer: false,
  });
  await DBOS.launch();
  const pool = poolOf(databaseUrl, 1);
  return {
    async once() {
      const handle = await DBOS.startWorkflow(workflow)(0);
      if ((await handle.getResult()) !== 8) throw new Error('a workflow has not run all its steps');
    },
    async finished() {
      const { rows } = await pool.query(
        `SELECT count(*)::int AS n FROM dbos.workflow_status w
         WHERE w.status = 'SUCCESS' AND 8 = (SELECT count(*) FROM dbos.operation_outputs o WHERE o.workflow_uuid = w.workflow_uuid)`,
      );
      return rows[0].n;
    },
    stop: async () => {
      await pool.end();
      await DBOS.shutdown();
    },
  };
};
