import { parseArgs } from 'node:util';
import { runDrill } from './drill.js';

const HELP = `Delivers webhooks to a receiver that fails, while the processes that send them are killed.

  npm run test:webhooks -- [--events N] [--kills N] [--seed N] [--json]

Example: npm run test:webhooks -- --events 10000 --kills 50 --seed 1 --json

Ends with 1 where an event is missing, invented, or comes under two ids, or a signature is wrong.`;

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const number = (name: 'events' | 'kills' | 'seed'): number => {
  if (/^\d+$/.test(values[name])) return Number(values[name]);
  console.error(`--${name} must be a whole number`);
  process.exit(2);
};

const options = { events: number('events'), kills: number('kills'), seed: number('seed') };
const startedAt = Date.now();
const tell = (line: string) => console.error(`[${((Date.now() - startedAt) / 1_000).toFixed(1)} s] ${line}`);
const outcome = await runDrill(options, tell);
for (const [name, value] of Object.entries(outcome)) console.error(`${name.padEnd(14)} ${value}`);
if (values.json) console.log(JSON.stringify(outcome));
const { missing, invented, ambiguousIds, forged } = outcome;
process.exit(missing + invented + ambiguousIds + forged > 0 ? 1 : 0);
