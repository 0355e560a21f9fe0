import { setTimeout as sleep } from 'node:timers/promises';
import { onStand, type Scenario } from '../scenario.js';

const RATE = 0.5;
const AT_ONCE = 20;
const TIMEOUT_MS = 1_800_000;

/** The provider charges and the answer never arrives: nobody may send again before finding out. */
export const chargeThenDrop: Scenario = {
  summary: 'the provider charges and drops the connection, --kills times',
  defaults: { kills: 1_000 },
  run: (options, tell) => {
    const setUp = { workers: 2, apis: 1, env: { RETRY_BASE_MS: '500' } };
    return onStand('charge-then-drop', options, tell, setUp, async ({ stand }) => {
      await stand.provider.set({
        seed: options.seed,
        rates: { 'charge-then-drop': RATE },
        limit: options.kills,
        workMs: [20, 60],
      });
      const dropped = async () => (await stand.provider.faults())['charge-then-drop'] ?? 0;
      const deadline = Date.now() + TIMEOUT_MS;
      for (let n = 0; (await dropped()) < options.kills;) {
        if (Date.now() > deadline)
          throw new Error(`${await dropped()} of ${options.kills} faults in half an hour`);
        if ((await stand.unfinished()) >= AT_ONCE) {
          await sleep(100);
          continue;
        }
        await stand.submit({ seconds: 1 + (n % 9), seed: options.seed * 100_000 + n });
        if (++n % 20 === 0) tell(`${await dropped()} of ${options.kills} answers dropped, ${n} jobs`);
      }
      return { faults: await dropped() };
    });
  },
};
