import { setTimeout as sleep } from 'node:timers/promises';
import { onStand, submitWhile, type Scenario } from '../scenario.js';

const WORKERS = 3;
const APIS = 2;
/** Between two kills: of five processes one is nearly always starting up again. */
const PAUSE_MS: [number, number] = [500, 3_500];

/** Workers, and now and then an API, die at random moments while jobs run. */
export const workerKill: Scenario = {
  summary: 'random SIGKILLs of workers and APIs while jobs run',
  defaults: { jobs: 300, kills: 50 },
  run: (options, tell) =>
    onStand('worker-kill', options, tell, { workers: WORKERS, apis: APIS }, async (attack) => {
      const { stand, random } = attack;
      let killed = 0;
      const kill = async (): Promise<void> => {
        while (killed < options.kills) {
          await sleep(random.integer(...PAUSE_MS));
          if (!stand.supervisor.kill(random.pick(stand.supervisor.names))) continue;
          killed++;
          tell(`${killed} of ${options.kills} kills`);
        }
      };
      const share = () => ((killed + 1) / (options.kills + 1)) * options.jobs;
      await Promise.all([kill(), submitWhile(attack, share, () => sleep(100))]);
    }),
};
