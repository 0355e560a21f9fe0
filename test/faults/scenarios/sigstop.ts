import { setTimeout as sleep } from 'node:timers/promises';
import { onStand, submitWhile, type Attack, type Scenario } from '../scenario.js';

const LEASE_MS = 5_000;
const STOPPED_MS = 3 * LEASE_MS;
const AT_ONCE = 2;

/** Workers freeze for three leases and wake up believing that their stages are still theirs. */
export const sigstop: Scenario = {
  summary: 'SIGSTOP of workers for three leases, then SIGCONT, --kills times, two at a time',
  defaults: { jobs: 60, kills: 10 },
  run: (options, tell) =>
    onStand('sigstop', options, tell, { workers: 4, apis: 1 }, async (attack) => {
      let stops = 0;
      const freeze = async (): Promise<void> => {
        while (stops < options.kills) {
          const victims = attack.random
            .shuffle(attack.stand.supervisor.names.filter((name) => name.startsWith('worker')))
            .slice(0, Math.min(AT_ONCE, options.kills - stops));
          await freezeOnce(attack, victims);
          stops += victims.length;
          tell(`${stops} of ${options.kills} stops`);
        }
      };
      const share = () => ((stops + AT_ONCE) / (options.kills + AT_ONCE)) * options.jobs;
      await Promise.all([freeze(), submitWhile(attack, share, () => sleep(100))]);
      return { stops };
    }),
};

async function freezeOnce({ stand, random }: Attack, victims: string[]): Promise<void> {
  await sleep(random.integer(200, 1_000));
  for (const name of victims) stand.supervisor.kill(name, 'SIGSTOP');
  await sleep(STOPPED_MS);
  for (const name of victims) stand.supervisor.kill(name, 'SIGCONT');
}
