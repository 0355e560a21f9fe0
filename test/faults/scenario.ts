import { check, type JournalEntry, type Kill, type Verdict } from '#libs/testing/faults';
import { seededRandom, type Random } from '#libs/kernel';
import { cleanUp, Stand, type StandOptions, type Undo } from './stand.js';

export interface Options {
  jobs: number;
  kills: number;
  seed: number;
  /** Scenarios whose attack lasts: for so many seconds. */
  seconds: number;
}

export interface Outcome extends Verdict {
  scenario: string;
  seed: number;
  kills: number;
  extras: Record<string, unknown>;
}

export interface Scenario {
  summary: string;
  defaults: Partial<Options>;
  run(options: Options, tell: (line: string) => void): Promise<Outcome>;
}

export interface Attack {
  stand: Stand;
  random: Random;
  options: Options;
  tell(line: string): void;
  /** The books of further providers that the attack has started. */
  books: (() => JournalEntry[])[];
  /** Deaths that the attack has not asked the supervisor for. */
  kills: Kill[];
}

/** Long enough for a stage to lose its lease several times over; a healthy kernel needs a few seconds. */
const DRAIN_MS = 90_000;

/** A scenario on a stand of its own: attacks, waits until all is done or the time is up, and then holds the books together. */
export async function onStand(
  scenario: string,
  options: Options,
  tell: (line: string) => void,
  setUp: StandOptions,
  attack: (attack: Attack) => Promise<Record<string, unknown> | void>,
): Promise<Outcome> {
  const undo: Undo = [];
  const starting = Stand.start(setUp, undo);
  let cleaning: Promise<void> | undefined;
  // What is being started can only be stopped once it is there.
  const clean = () =>
    (cleaning ??= starting.then(
      () => cleanUp(undo),
      () => cleanUp(undo),
    ));
  const interrupted = () => void clean().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const stand = await starting;
    const kills: Kill[] = [];
    const books: Attack['books'] = [() => stand.provider.journal()];
    const random = seededRandom(options.seed, scenario);
    const extras = (await attack({ stand, random, options, tell, kills, books })) ?? {};
    let shown = 0;
    const drained = await stand.drained(DRAIN_MS, (left) => {
      if (Date.now() - shown < 2_000) return;
      shown = Date.now();
      tell(`waiting for ${left} jobs and messages`);
    });
    if (!drained) tell(`gave up waiting after ${DRAIN_MS / 1_000} s`);
    const deaths = [...stand.supervisor.kills, ...kills];
    const { client, accepted } = stand;
    const journal = books.flatMap((read) => read());
    const verdict = await check({ client, journal, accepted, kills: deaths });
    return { scenario, seed: options.seed, kills: deaths.length, ...verdict, extras };
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await clean();
  }
}

/** Submits `jobs`, never more than `ahead()` allows, so that the attack meets jobs from its first to its last moment. */
export async function submitWhile(
  { stand, options, tell }: Attack,
  allowed: () => number,
  wait: () => Promise<unknown>,
): Promise<void> {
  for (let n = 0; n < options.jobs;) {
    if (n >= allowed()) {
      await wait();
      continue;
    }
    await stand.submit({ seconds: 1 + (n % 9), seed: options.seed * 100_000 + n });
    n++;
    if (n % 10 === 0 || n === options.jobs) tell(`${n} of ${options.jobs} jobs accepted`);
  }
}
