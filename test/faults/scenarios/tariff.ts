import { setTimeout as sleep } from 'node:timers/promises';
import type { Invariant } from '#libs/testing/faults';
import { onStand, type Attack, type Scenario } from '../scenario.js';
import { booksAgree, closeBooks, type Books } from '../tariff/books.js';
import { anyFilm, TariffDrill } from '../tariff/drill.js';

const WORKERS = 2;
const AT_ONCE = 16;
const CANCELLED_SHARE = 0.08;
const SETTLED_WITHIN_MS = 180_000;
const MOST_ERROR = 0.1;
/** Fewer jobs need not meet every kind of trouble. */
const MEETS_EVERYTHING = 100;

const RATES = {
  refuse: 0.05,
  'too-many': 0.05,
  'charge-then-drop': 0.04,
  'charge-then-500': 0.03,
  reset: 0.03,
  fail: 0.04,
};

/** Providers that charge by their own tariffs, and answer badly: what they bill, what was foretold and what is booked must agree. */
export const tariff: Scenario = {
  summary:
    'providers charge --jobs mixed films by their own tariffs; estimates, reservations and books must agree',
  defaults: { jobs: 200 },
  run: async (options, tell) => {
    const drill = new TariffDrill();
    const invariants: Invariant[] = [];
    const setUp = drill.setUp({ PROVIDER_BREAKER_PAUSE_MS: '1000' });
    const outcome = await onStand('tariff', options, tell, setUp, async (attack) => {
      const { stand } = attack;
      attack.books.push(() => drill.journal());
      await drill.begin(stand, WORKERS);
      for (const [n, [name, provider]] of [...drill.providers].entries()) {
        await provider.set({
          seed: options.seed + n,
          // Nobody else speaks: refused, every such job would end there.
          rates: name === 'tariff-voice' ? { ...RATES, refuse: 0 } : RATES,
        });
      }
      await submitFilms(attack);
      const lookedUpByPerson = await drill.settled(stand, SETTLED_WITHIN_MS);
      const books = await closeBooks(stand, drill.journal());
      const met = await troubleMet(attack);
      invariants.push(estimatesHold(books), ...booksAgree(books), everythingMet(met, options.jobs));
      const mishaps: Record<string, number> = {};
      for (const provider of drill.providers.values())
        for (const [name, count] of Object.entries(await provider.mishaps()))
          mishaps[name] = (mishaps[name] ?? 0) + count;
      return { ...books, mishaps, ...met, lookedUpByPerson, failures: await failures(attack) };
    });
    outcome.invariants.push(...invariants);
    return outcome;
  },
};

/** A few at a time, some of which somebody cancels while a provider works for them. */
async function submitFilms({ stand, random, options, tell }: Attack): Promise<void> {
  const unwanted: string[] = [];
  for (let n = 0; n < options.jobs;) {
    await cancelBegun({ stand }, unwanted);
    if ((await stand.unfinished()) >= AT_ONCE) {
      await sleep(50);
      continue;
    }
    const id = await stand.submitWithinBudget('tariff', anyFilm(random, options.seed * 100_000 + n));
    if (id !== null && random.next() < CANCELLED_SHARE) unwanted.push(id);
    if (++n % 20 === 0 || n === options.jobs) tell(`${n} of ${options.jobs} jobs accepted`);
  }
  for (; unwanted.length > 0 && (await stand.unfinished()) > 0; await sleep(20))
    await cancelBegun({ stand }, unwanted);
}

async function cancelBegun({ stand }: Pick<Attack, 'stand'>, unwanted: string[]): Promise<void> {
  const { rows } = await stand.client.query<{ job: string }>(
    "SELECT DISTINCT job_id AS job FROM side_effects WHERE job_id = ANY ($1) AND state = 'submitted' AND provider <> 'tariff-voice'",
    [unwanted],
  );
  for (const { job } of rows) {
    unwanted.splice(unwanted.indexOf(job), 1);
    // It may have failed meanwhile: then there is nothing to cancel.
    await stand.post(`/v1/jobs/${job}/cancel`, {}).catch(() => undefined);
  }
}

const TROUBLE = `
SELECT (SELECT count(*) FROM jobs WHERE status = 'cancelled')::int AS cancelled,
       (SELECT count(*) FROM jobs WHERE status = 'failed')::int AS failed,
       (SELECT count(*) FROM side_effects)::int AS effects,
       (SELECT count(*) FROM job_events WHERE type = 'effect.fallback')::int AS fallbacks,
       (SELECT count(*) FROM side_effects WHERE state = 'failed' AND cost_micros > 0)::int AS "failedAtACost",
       (SELECT count(*) FROM job_events a JOIN job_events b ON b.job_id = a.job_id AND b.data ->> 'effectId' = a.data ->> 'effectId'
        WHERE a.type = 'effect.ambiguous' AND b.type = 'effect.submitted')::int AS "foundOut",
       (SELECT count(*) FROM side_effects e JOIN side_effects again ON again.stage_id = e.stage_id AND again.key = e.key
          AND again.provider = e.provider AND again.attempt = e.attempt + 1
        WHERE e.state = 'failed')::int AS "triedAgain"`;

/** How often each kind of trouble has led to what it must lead to. */
async function troubleMet({ stand }: Attack): Promise<Record<string, number>> {
  const { rows } = await stand.client.query<Record<string, number>>(TROUBLE);
  return rows[0] ?? {};
}

/** Why jobs have failed, by the code of the error. */
async function failures({ stand }: Attack): Promise<Record<string, number>> {
  const { rows } = await stand.client.query<{ code: string; n: number }>(
    "SELECT error ->> 'code' AS code, count(*)::int AS n FROM jobs WHERE status = 'failed' GROUP BY 1 ORDER BY 1",
  );
  return Object.fromEntries(rows.map(({ code, n }) => [code, n]));
}

const estimatesHold = ({ estimateErrorMedian: error }: Books): Invariant => ({
  name: `estimates are right to ${MOST_ERROR * 100} % in the middle`,
  holds: error !== null && error <= MOST_ERROR,
  detail: `median error ${error}`,
});

function everythingMet(met: Record<string, number>, jobs: number): Invariant {
  const missing = Object.keys(met).filter((name) => met[name] === 0);
  return {
    name: 'every kind of trouble was met',
    holds: jobs < MEETS_EVERYTHING || missing.length === 0,
    detail: missing.length === 0 ? 'holds' : `none ${missing.join(', ')}`,
  };
}
