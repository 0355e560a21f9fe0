import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '#libs/testing/faults';
import { onStand, type Attack, type Scenario } from '../scenario.js';

const EVERY_MS = 100;
const DRAINED_WITHIN_MS = 60_000;

/** Without Redis jobs are still taken, at full speed, and run once it is back. */
export const redisAway: Scenario = {
  summary: 'Redis is away for --seconds while a job is submitted every 100 ms',
  defaults: { seconds: 300 },
  run: async (options, tell) => {
    const outcome = await onStand('redis-away', options, tell, { workers: 2, apis: 1 }, async (attack) => {
      const { redis } = attack.stand.servers;
      await redis.kill('SIGKILL');
      const { latencies, refused } = await submitSteadily(attack);
      await redis.start();
      const back = Date.now();
      const inTime = await attack.stand.drained(DRAINED_WITHIN_MS);
      return {
        submitP50Ms: percentile(latencies, 0.5),
        submitP99Ms: percentile(latencies, 0.99),
        refused,
        drainedAfterMs: inTime ? Date.now() - back : null,
      };
    });
    const { refused, drainedAfterMs } = outcome.extras;
    outcome.invariants.push(
      {
        name: 'every job is accepted without Redis',
        holds: refused === 0,
        detail: `${refused as number} refused`,
      },
      {
        name: `all is done ${DRAINED_WITHIN_MS / 1_000} s after Redis is back`,
        holds: drainedAfterMs !== null,
        detail: `${drainedAfterMs as number | null} ms`,
      },
    );
    return outcome;
  },
};

/** A submission at every tick, whether or not the one before has been answered. */
async function submitSteadily({ stand, options, tell }: Attack) {
  const latencies: number[] = [];
  let refused = 0;
  const under: Promise<void>[] = [];
  const startedAt = Date.now();
  for (let n = 0; n < (options.seconds * 1_000) / EVERY_MS; n++) {
    await sleep(Math.max(0, startedAt + n * EVERY_MS - Date.now()));
    const sentAt = performance.now();
    // No second try: what is not accepted at once counts as refused.
    const sent = stand.submit({ seconds: 1, seed: n }, 0).then(
      () => void latencies.push(performance.now() - sentAt),
      () => void refused++,
    );
    under.push(sent);
    if (n % 100 === 99) tell(`${latencies.length} accepted, ${refused} refused`);
  }
  await Promise.all(under);
  return { latencies: latencies.sort((a, b) => a - b), refused };
}
