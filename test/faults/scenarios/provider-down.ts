import { setTimeout as sleep } from 'node:timers/promises';
import type { Invariant } from '#libs/testing/faults';
import { onStand, type Attack, type Scenario } from '../scenario.js';
import { booksAgree, closeBooks } from '../tariff/books.js';
import { breakerHistory, readCalls, type BreakerHistory } from '../tariff/call-log.js';
import { anyFilm, TariffDrill } from '../tariff/drill.js';
import type { FilmInput } from '../tariff/film.js';
import type { TariffProvider } from '../tariff/provider-process.js';
import {
  breakersHold,
  fallbacksOf,
  INSTALL_SPENDING_AUDIT,
  jobsGoOn,
  type Fallbacks,
} from '../tariff/outage.js';

const WORKERS = 2;
const AT_ONCE = 6;
const FAILURES = 5;
const PAUSE_MS = 500;
const PRIMARY = 'tariff-one';
const OVERLOADED = 429;
/** Of the jobs: given before the outage, while connections are refused, and while the provider is overloaded. */
const CALM_SHARE = 0.2;
const REFUSING_SHARE = 0.45;
const OVERLOADED_SHARE = 0.7;
/** In vain, of each worker, in each part of the outage. */
const PROBES = 2;
const OUTAGE_AT_MOST_MS = 60_000;
const SETTLED_WITHIN_MS = 120_000;
/** Of what the films are expected to cost: the last of them must find no money. */
const BUDGET_SHARE = 0.85;

/** The provider that jobs ask first refuses connections, then all orders; a second one stays. */
export const providerDown: Scenario = {
  summary: 'the first provider is down while --jobs run; fallback, breakers and budget must hold',
  defaults: { jobs: 80 },
  run: async (options, tell) => {
    const drill = new TariffDrill();
    const invariants: Invariant[] = [];
    const setUp = drill.setUp({
      PROVIDER_BREAKER_PAUSE_MS: String(PAUSE_MS),
      PROVIDER_BREAKER_FAILURES: String(FAILURES),
    });
    const outcome = await onStand('provider-down', options, tell, setUp, async (attack) => {
      const { stand } = attack;
      const primary = drill.provider(PRIMARY);
      attack.books.push(() => drill.journal());
      await stand.client.query(INSTALL_SPENDING_AUDIT);
      await drill.begin(stand, WORKERS);
      const films = Array.from({ length: options.jobs }, (_, n) =>
        anyFilm(attack.random, options.seed * 100_000 + n, true),
      );
      const limitMicros = await setBudget(attack, films);
      const submitted = new Submissions(attack, films);
      await submitted.upTo(CALM_SHARE, () => histories(drill).length === WORKERS);
      await primary.shut();
      tell('the first provider refuses connections');
      await submitted.upTo(REFUSING_SHARE, () => eachWorker(drill, inVain(PROBES, null)));
      await primary.set({ overloaded: true });
      await primary.open();
      tell('the first provider is overloaded');
      await submitted.upTo(OVERLOADED_SHARE, () => eachWorker(drill, inVain(PROBES, OVERLOADED)));
      await primary.set({ overloaded: false });
      const backAt = Date.now();
      tell('the first provider is well again');
      await submitted.upTo(1);
      await drill.settled(stand, SETTLED_WITHIN_MS);
      const books = await closeBooks(stand, drill.journal());
      const seen = await fallbacksOf(stand.client);
      const breakers = histories(drill);
      const acceptedAfterwards = primary
        .journal()
        .filter(({ type, at }) => type === 'accepted' && at > backAt).length;
      const figures = { ...seen, limitMicros, refusedByBudget: submitted.refused };
      invariants.push(...breakersHold(breakers, FAILURES, 2 * PROBES), ...jobsGoOn(seen));
      invariants.push(onlyProbes(breakers, primary), isUsedAgain(acceptedAfterwards));
      invariants.push(budgetHolds(figures), ...booksAgree(books));
      return { ...books, ...figures, acceptedAfterwards, breakers: breakers.map(figuresOf) };
    });
    outcome.invariants.push(...invariants);
    return outcome;
  },
};

const histories = ({ callsDir }: TariffDrill): BreakerHistory[] =>
  [...readCalls(callsDir, PRIMARY).values()].map((calls) =>
    breakerHistory(calls, { failures: FAILURES, pauseMs: PAUSE_MS }),
  );

const eachWorker = (drill: TariffDrill, has: (history: BreakerHistory) => boolean): boolean =>
  histories(drill).filter(has).length === WORKERS;

const inVain =
  (times: number, withStatus: number | null) =>
  ({ probes }: BreakerHistory): boolean =>
    probes.filter(({ failed, status }) => failed && status === withStatus).length >= times;

const figuresOf = ({ callsUntilOpen, probes, whileOpen, besideProbe }: BreakerHistory) => ({
  callsUntilOpen,
  probesInVain: probes.filter(({ failed }) => failed).length,
  callsWhileOpen: whileOpen.length,
  callsBesideProbe: besideProbe.length,
});

/** A budget of the tenant's that is a little less than the middle of all estimates. */
async function setBudget({ stand }: Attack, films: FilmInput[]): Promise<number> {
  let expected = 0;
  for (const input of films) {
    const { estimate } = await stand.post<{ estimate: { lowMicros: number; highMicros: number } }>(
      '/v1/estimates',
      { pipeline: 'tariff', input },
    );
    expected += (estimate.lowMicros + estimate.highMicros) / 2;
  }
  const limitMicros = Math.floor(expected * BUDGET_SHARE);
  await stand.put('/v1/budgets', { scope: 'tenant', period: 'day', limitMicros });
  return limitMicros;
}

/** Gives the films one after the other, a few at a time. */
class Submissions {
  refused = 0;
  private given = 0;

  constructor(
    private readonly attack: Attack,
    private readonly films: FilmInput[],
  ) {}

  /** Until this share of all is given; sooner once enough was seen, and later where what was given has yet to show it. */
  async upTo(share: number, seenEnough?: () => boolean): Promise<void> {
    const { stand } = this.attack;
    const until = Math.round(this.films.length * share);
    const deadline = Date.now() + OUTAGE_AT_MOST_MS;
    while (!seenEnough?.() && Date.now() < deadline) {
      const unfinished = await stand.unfinished();
      if (this.given >= until && (seenEnough === undefined || unfinished === 0)) return;
      if (this.given >= until || unfinished >= AT_ONCE) {
        await sleep(25);
        continue;
      }
      const film = this.films[this.given++] as FilmInput;
      if ((await stand.submitWithinBudget('tariff', film)) === null) this.refused++;
    }
  }
}

/** By the provider's own journal: while it was overloaded it got the calls that were to find out, and nothing else. */
function onlyProbes(breakers: BreakerHistory[], primary: TariffProvider): Invariant {
  const received = primary.journal().filter(({ type }) => type === 'refused').length;
  const probes = breakers.flatMap((history) => history.probes.filter(({ status }) => status === OVERLOADED));
  return {
    name: 'an overloaded provider gets nothing but these calls',
    holds: received === probes.length,
    detail: `${received} orders received, ${probes.length} calls to find out`,
  };
}

const isUsedAgain = (accepted: number): Invariant => ({
  name: 'the first provider is used again once it is back',
  holds: accepted > 0,
  detail: `${accepted} orders accepted`,
});

type Figures = Fallbacks & { limitMicros: number; refusedByBudget: number };

const budgetHolds = ({
  limitMicros,
  mostUsedMicros,
  refusedByBudget,
  stoppedByBudget,
}: Figures): Invariant => ({
  name: 'the budget is never exceeded, and does say no',
  holds: mostUsedMicros <= limitMicros && refusedByBudget + stoppedByBudget > 0,
  detail: `${mostUsedMicros} of ${limitMicros} micro-dollars, ${refusedByBudget} jobs refused, ${stoppedByBudget} stopped`,
});
