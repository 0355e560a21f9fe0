import { setTimeout as sleep } from 'node:timers/promises';
import { onStand, type Scenario } from '../scenario.js';
import type { Stand } from '../stand.js';

/** Seldom five in a row: a provider that only drops would be left alone by its breaker. */
const RATE = 0.2;
/** Of the purchases without a key: those at a provider that can't be asked. */
const BLIND_SHARE = 0.1;
const AT_ONCE = 30;
const TIMEOUT_MS = 1_800_000;

/** The provider charges and the answer never arrives: nobody may send again before finding out. */
export const chargeThenDrop: Scenario = {
  summary: 'the provider charges and drops the connection, --kills times',
  defaults: { kills: 1_000 },
  run: (options, tell) => {
    const setUp = {
      workers: 2,
      apis: 1,
      env: { RETRY_BASE_MS: '500', FAULTS_BLIND_SHARE: String(BLIND_SHARE) },
    };
    return onStand('charge-then-drop', options, tell, setUp, async ({ stand }) => {
      await stand.provider.set({
        seed: options.seed,
        rates: { 'charge-then-drop': RATE },
        limit: options.kills,
        workMs: [20, 60],
      });
      let parked = 0;
      const dropped = async () => (await stand.provider.faults())['charge-then-drop'] ?? 0;
      const deadline = Date.now() + TIMEOUT_MS;
      for (let n = 0; (await dropped()) < options.kills;) {
        if (Date.now() > deadline)
          throw new Error(`${await dropped()} of ${options.kills} faults in half an hour`);
        parked += await answerForTheProvider(stand);
        if ((await stand.unfinished()) >= AT_ONCE) {
          await sleep(100);
          continue;
        }
        await stand.submit({ seconds: 1 + (n % 9), seed: options.seed * 100_000 + n });
        if (++n % 20 === 0) tell(`${await dropped()} of ${options.kills} answers dropped, ${n} jobs`);
      }
      const faults = await dropped();
      await stand.provider.set({ rates: {} });
      while ((await stand.unfinished()) > 0 && Date.now() < deadline) {
        parked += await answerForTheProvider(stand);
        await sleep(250);
      }
      return { faults, parkedForAPerson: parked };
    });
  },
};

/** The person who looks up at the provider what became of a purchase, and tells. @returns of how many */
async function answerForTheProvider(stand: Stand): Promise<number> {
  const { rows } = await stand.client.query<{ id: string; job: string }>(
    'SELECT id, job_id AS job FROM side_effects WHERE needs_person',
  );
  const charged = new Map(
    stand.provider
      .journal()
      .filter(({ type }) => type === 'charged')
      .map(({ reference, externalId }) => [reference, externalId]),
  );
  for (const { id, job } of rows) {
    const externalId = charged.get(id);
    const resolution = externalId ? { outcome: 'charged', externalId } : { outcome: 'not_charged' };
    await stand.post(`/v1/jobs/${job}/effects/${id}/resolution`, resolution);
  }
  return rows.length;
}
