import { setTimeout as sleep } from 'node:timers/promises';
import { onStand, submitWhile, type Scenario } from '../scenario.js';

/** PostgreSQL is stopped as by a crash and recovers from its log. */
export const postgresRestart: Scenario = {
  summary: 'PostgreSQL is shut down in its immediate mode and started again, --kills times, while jobs run',
  defaults: { jobs: 60, kills: 5 },
  run: (options, tell) =>
    onStand('postgres-restart', options, tell, { workers: 2, apis: 1 }, async (attack) => {
      const { postgres } = attack.stand.servers;
      let restarts = 0;
      const restart = async (): Promise<void> => {
        while (restarts < options.kills) {
          await sleep(attack.random.integer(800, 2_500));
          await postgres.kill('SIGQUIT');
          await postgres.start();
          tell(`${++restarts} of ${options.kills} restarts of PostgreSQL`);
        }
      };
      const share = () => ((restarts + 1) / (options.kills + 1)) * options.jobs;
      await Promise.all([restart(), submitWhile(attack, share, () => sleep(100))]);
      await attack.stand.reconnect();
      return { postgresRestarts: restarts };
    }),
};
