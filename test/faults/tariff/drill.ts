import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '#libs/kernel';
import type { JournalEntry } from '#libs/testing/faults';
import type { Stand, StandOptions, Undo } from '../stand.js';
import type { FilmInput } from './film.js';
import { PRICE_CHANGES } from './prices.js';
import { startTariffProvider, type TariffProvider } from './provider-process.js';
import { SHEETS } from './tariff-sheet.js';

/** The providers of a drill, each in its own process with books of its own. */
export class TariffDrill {
  readonly providers = new Map<string, TariffProvider>();
  callsDir = '';

  /** For the stand: starts the providers, and tells the processes where they are. No workers yet: first come the prices. */
  setUp(env: NodeJS.ProcessEnv): StandOptions {
    return {
      workers: 0,
      apis: 1,
      env: { RETRY_BASE_MS: '500', ...env },
      alongside: async (dir: string, undo: Undo) => {
        this.callsDir = join(dir, 'calls');
        for (const name of Object.keys(SHEETS))
          this.providers.set(name, await startTariffProvider(name, dir, undo));
        const urls = Object.fromEntries([...this.providers].map(([name, { url }]) => [name, url]));
        return { FAULTS_TARIFF_URLS: JSON.stringify(urls), FAULTS_CALLS_DIR: this.callsDir };
      },
    };
  }

  provider(name: 'tariff-one' | 'tariff-two' | 'tariff-voice'): TariffProvider {
    return this.providers.get(name) as TariffProvider;
  }

  journal(): JournalEntry[] {
    return [...this.providers.values()].flatMap((provider) => provider.journal());
  }

  /** Publishes the prices, and only then lets workers buy. */
  async begin(stand: Stand, workers: number): Promise<void> {
    await stand.post('/v1/price-lists', { changes: PRICE_CHANGES, note: 'The tariffs of this drill' });
    await stand.startWorkers(workers);
  }

  /** Waits until every job has ended and every purchase is known. @returns how many purchases a person had to look up */
  async settled(stand: Stand, ms: number): Promise<number> {
    let lookedUp = 0;
    for (const deadline = Date.now() + ms; Date.now() < deadline; await sleep(200)) {
      lookedUp += await this.answerForTheProvider(stand);
      if ((await stand.unfinished()) + (await openEffects(stand)) === 0) break;
    }
    return lookedUp;
  }

  /** The person who looks up at the provider whether an order was accepted, and tells. @returns of how many */
  private async answerForTheProvider(stand: Stand): Promise<number> {
    const { rows } = await stand.client.query<{ id: string; job: string; model: string }>(
      "SELECT e.id, e.job_id AS job, j.input ->> 'resolution' AS model FROM side_effects e JOIN jobs j ON j.id = e.job_id WHERE e.needs_person",
    );
    if (rows.length === 0) return 0;
    const accepted = new Map(
      this.journal()
        .filter(({ type }) => type === 'accepted')
        .map(({ reference, externalId }) => [reference, externalId]),
    );
    for (const { id, job, model } of rows) {
      const order = accepted.get(id);
      const resolution = order
        ? { outcome: 'charged', externalId: `${model}/${order}` }
        : { outcome: 'not_charged' };
      await stand.post(`/v1/jobs/${job}/effects/${id}/resolution`, resolution);
    }
    return rows.length;
  }
}

async function openEffects({ client }: Stand): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM side_effects WHERE state IN ('intended', 'submitted', 'ambiguous')",
  );
  return rows[0]?.n ?? 0;
}

/** A film of any length; two of three may go to a second provider. */
export const anyFilm = (random: Random, seed: number, fallback = random.next() < 2 / 3): FilmInput => ({
  seconds: random.integer(8, 60),
  resolution: random.pick(['720p', '1080p'] as const),
  fallback,
  seed,
});
