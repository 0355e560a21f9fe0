import { setTimeout as sleep } from 'node:timers/promises';
import { onStand, submitWhile, type Scenario } from '../scenario.js';

/** Redis dies and comes back with nothing in it. */
export const redisKill: Scenario = {
  summary: 'Redis is killed and its data deleted, --kills times, while jobs run',
  defaults: { jobs: 60, kills: 5 },
  run: (options, tell) =>
    onStand('redis-kill', options, tell, { workers: 2, apis: 1 }, async (attack) => {
      const { redis } = attack.stand.servers;
      let killed = 0;
      const kill = async (): Promise<void> => {
        while (killed < options.kills) {
          await sleep(attack.random.integer(800, 2_500));
          await redis.kill('SIGKILL');
          redis.deleteData();
          await redis.start();
          tell(`${++killed} of ${options.kills} times Redis was emptied`);
        }
      };
      const share = () => ((killed + 1) / (options.kills + 1)) * options.jobs;
      await Promise.all([kill(), submitWhile(attack, share, () => sleep(100))]);
      return { redisEmptied: killed };
    }),
};
