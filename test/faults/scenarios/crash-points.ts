import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kill, Verdict } from '#libs/testing/faults';
import { CRASH_POINTS, type CrashToken } from '../crash-points.js';
import { onStand, type Attack, type Options, type Outcome, type Scenario } from '../scenario.js';

const REACH_MS = 60_000;
/** Points that only a death or a refusal leads to are reached more rarely. */
const REACH_EACH_MS = 15_000;

/** Dies exactly between two steps of the protocol, at one named point after the other. */
export const crashPoints: Scenario = {
  summary: 'SIGKILL at each of the named points between two steps of the protocol',
  defaults: { jobs: 12, kills: 3 },
  run: async (options, tell) => {
    const outcomes: Outcome[] = [];
    for (const name of Object.keys(CRASH_POINTS)) {
      const outcome = await crashAt(name, options, (line) => tell(`${name}: ${line}`));
      tell(
        `${name}: ${outcome.completed} of ${outcome.jobs} completed, ${outcome.invariants.filter(({ holds }) => !holds).length} invariants broken`,
      );
      outcomes.push(outcome);
    }
    return merge(outcomes, options);
  },
};

/** One point, hit `kills` times. */
export function crashAt(name: string, options: Options, tell: (line: string) => void): Promise<Outcome> {
  const point = CRASH_POINTS[name];
  if (point === undefined) throw new Error(`There is no crash point ${name}`);
  const dir = mkdtempSync(join(tmpdir(), 'aiprod-crashes-'));
  const armed = {
    FAULTS_CRASH_POINT: name,
    FAULTS_CRASH_DIR: dir,
    FAULTS_CRASH_KILLS: String(options.kills),
    ...(point.needs === 'refusals' ? { RETRY_BASE_MS: '500' } : {}),
  };
  const setUp = { workers: 2, apis: 1, [`${point.process}Env`]: armed };
  return onStand(name, options, tell, setUp, async (attack) => {
    if (point.needs === 'refusals') await attack.stand.provider.set({ rates: { 'too-many': 0.3 } });
    await untilHit(attack, dir, point.needs === 'deaths');
    attack.kills.push(...tokensIn(dir));
    return { [name]: tokensIn(dir).length };
  }).finally(() => rmSync(dir, { recursive: true }));
}

/** Submits jobs, at least as many as asked for, until the point has been hit often enough or the time is up. */
async function untilHit(
  { stand, options, tell, random }: Attack,
  dir: string,
  deaths: boolean,
): Promise<void> {
  const deadline = Date.now() + REACH_MS + options.kills * REACH_EACH_MS;
  for (let n = 0; n < options.jobs || tokensIn(dir).length < options.kills; n++) {
    if (Date.now() > deadline) {
      throw new Error(`reached ${tokensIn(dir).length} of ${options.kills} times in time`);
    }
    await stand.submit({ seconds: 1 + (n % 9), seed: options.seed * 100_000 + n });
    if (deaths && n % 5 === 4) {
      stand.supervisor.kill(random.pick(stand.supervisor.names.filter((name) => name.startsWith('worker'))));
    }
    await sleep(n < options.jobs ? 50 : 500);
  }
  tell(`${tokensIn(dir).length} crashes`);
}

function tokensIn(dir: string): Kill[] {
  try {
    return readdirSync(dir).map((name) => ({
      name,
      ...(JSON.parse(readFileSync(join(dir, name), 'utf8')) as CrashToken),
    }));
  } catch {
    return [];
  }
}

/** All points as one outcome: counts add up, times are the worst, and each invariant tells at which point it broke. */
function merge(outcomes: Outcome[], { seed }: Options): Outcome {
  const sum = (of: (outcome: Outcome) => number) =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const worst = (key: 'recoveryP50Ms' | 'recoveryP99Ms'): Verdict['recoveryP50Ms'] =>
    outcomes.reduce<number | null>(
      (most, { [key]: ms }) => (ms === null ? most : Math.max(most ?? 0, ms)),
      null,
    );
  return {
    scenario: 'crash-points',
    seed,
    jobs: sum(({ jobs }) => jobs),
    terminal: sum(({ terminal }) => terminal),
    completed: sum(({ completed }) => completed),
    kills: sum(({ kills }) => kills),
    duplicateSubmissions: sum(({ duplicateSubmissions }) => duplicateSubmissions),
    ledgerDifferenceMicros: sum(({ ledgerDifferenceMicros }) => ledgerDifferenceMicros),
    staleWritesAccepted: sum(({ staleWritesAccepted }) => staleWritesAccepted),
    recoveryP50Ms: worst('recoveryP50Ms'),
    recoveryP99Ms: worst('recoveryP99Ms'),
    invariants: outcomes.flatMap(({ scenario, invariants }) =>
      invariants
        .filter((invariant, index) => !invariant.holds || index === 0)
        .map((invariant) => ({ ...invariant, name: `${scenario}: ${invariant.name}` })),
    ),
    extras: { crashes: Object.assign({}, ...outcomes.map(({ extras }) => extras)) as unknown },
  };
}
