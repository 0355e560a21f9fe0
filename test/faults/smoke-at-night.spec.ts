import { crashAt } from './scenarios/crash-points.js';
import { providerDown } from './scenarios/provider-down.js';
import { tariff } from './scenarios/tariff.js';

const quiet = () => undefined;

describe('under attack', () => {
  it.each(['after-commit', 'relay-between-add-and-mark'])(
    'no job is lost to a crash at %s',
    async (point) => {
      const outcome = await crashAt(point, { jobs: 4, kills: 1, seed: 7, seconds: 0 }, quiet);
      expect(outcome).toMatchObject({ kills: 1, completed: outcome.jobs, extras: { [point]: 1 } });
      expect(outcome.invariants.filter(({ holds }) => !holds)).toEqual([]);
    },
    100_000,
  );

  it('providers that charge by their own tariffs are estimated, reserved and booked right', async () => {
    const outcome = await tariff.run({ jobs: 12, kills: 0, seed: 7, seconds: 0 }, quiet);
    expect(outcome.invariants.filter(({ holds }) => !holds)).toEqual([]);
    expect(outcome).toMatchObject({ terminal: 12, ledgerDifferenceMicros: 0 });
  }, 100_000);

  it('jobs go on with another provider while the first one is down', async () => {
    const outcome = await providerDown.run({ jobs: 30, kills: 0, seed: 7, seconds: 0 }, quiet);
    expect(outcome.invariants.filter(({ holds }) => !holds)).toEqual([]);
  }, 100_000);
});
