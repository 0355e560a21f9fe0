import { onStand, type Outcome, type Scenario } from '../scenario.js';

/** Three APIs and three workers find an empty database at the same moment. */
export const simultaneousStart: Scenario = {
  summary: 'three APIs and three workers start at once on an empty database, --kills times',
  defaults: { jobs: 2, kills: 3 },
  run: async (options, tell) => {
    const outcomes: Outcome[] = [];
    for (let n = 0; n < options.kills; n++) {
      const outcome = await onStand(
        'simultaneous-start',
        { ...options, seed: options.seed + n },
        tell,
        { workers: 3, apis: 3, empty: true },
        async ({ stand }) => {
          for (let job = 0; job < options.jobs; job++) await stand.submit({ seconds: 1, seed: job });
          const { rows } = await stand.client.query<{ name: string; times: number }>(
            'SELECT name, count(*)::int AS times FROM migrations GROUP BY name',
          );
          return { migrations: rows.length, repeated: rows.filter(({ times }) => times > 1) };
        },
      );
      const repeated = outcome.extras.repeated as object[];
      outcome.invariants.push({
        name: 'each migration ran once',
        holds: repeated.length === 0 && outcome.extras.migrations !== 0,
        detail: `${outcome.extras.migrations as number} migrations ${JSON.stringify(repeated)}`,
      });
      outcomes.push(outcome);
      tell(`${n + 1} of ${options.kills} starts`);
    }
    const total = (key: 'jobs' | 'terminal' | 'completed') =>
      outcomes.reduce((sum, { [key]: count }) => sum + count, 0);
    return {
      ...(outcomes[0] as Outcome),
      jobs: total('jobs'),
      terminal: total('terminal'),
      completed: total('completed'),
      invariants: outcomes.flatMap(({ invariants }) => invariants).filter(worthTelling),
      extras: { starts: outcomes.length },
    };
  },
};

const worthTelling = ({ name, holds }: { name: string; holds: boolean }) =>
  !holds || name === 'each migration ran once';
