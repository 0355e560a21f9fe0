import { parseArgs } from 'node:util';
import { holds, jsonLine, table } from './report.js';
import type { Options } from './scenario.js';
import { scenarioOf, SCENARIOS } from './scenarios/index.js';

const HELP = `Attacks the real workers and APIs and checks that no job and no money is lost.

  npm run test:faults -- [--scenario <name>|all] [--jobs N] [--kills N] [--seconds N] [--seed N] [--json]

Example: npm run test:faults -- --scenario worker-kill --jobs 30 --kills 5 --seed 7 --json

Scenarios:
${Object.entries(SCENARIOS)
  .map(([name, { summary }]) => `  ${name.padEnd(18)} ${summary}`)
  .join('\n')}

One crash point alone: --scenario crash-points:after-call

Ends with 1 when an invariant is broken. With --json the last line of stdout is one object for each scenario.`;

const fail = (message: string): never => {
  console.error(message);
  process.exit(2);
};

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: 'all' },
    jobs: { type: 'string' },
    kills: { type: 'string' },
    seconds: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const number = (name: 'jobs' | 'kills' | 'seconds' | 'seed', fallback: number): number => {
  const text = values[name];
  if (text === undefined) return fallback;
  return /^\d+$/.test(text) ? Number(text) : fail(`--${name} must be a whole number`);
};
const names = values.scenario === 'all' ? Object.keys(SCENARIOS) : [values.scenario];
let broken = false;
for (const name of names) {
  const scenario = scenarioOf(name) ?? fail(`There is no scenario ${name}; see --help`);
  const options: Options = {
    jobs: number('jobs', scenario.defaults.jobs ?? 30),
    kills: number('kills', scenario.defaults.kills ?? 0),
    seconds: number('seconds', scenario.defaults.seconds ?? 0),
    seed: number('seed', 1),
  };
  const startedAt = Date.now();
  const tell = (line: string) =>
    console.error(`[${name} ${((Date.now() - startedAt) / 1_000).toFixed(1)} s] ${line}`);
  const outcome = await scenario.run(options, tell);
  console.error(table(outcome));
  if (values.json) console.log(jsonLine(outcome));
  broken ||= !holds(outcome);
}
process.exitCode = broken ? 1 : 0;
