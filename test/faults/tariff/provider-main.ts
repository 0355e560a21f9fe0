import { TariffServer } from './provider-server.js';
import { SHEETS } from './tariff-sheet.js';
import type { Command } from './provider-process.js';

const [name, journalPath] = process.argv.slice(2);
const sheet = name === undefined ? undefined : SHEETS[name];
if (sheet === undefined || journalPath === undefined)
  throw new Error(`usage: provider-main.js <${Object.keys(SHEETS).join('|')}> <path of the journal>`);

const server = new TariffServer(journalPath, sheet);
process.once('disconnect', () => process.exit(0));
process.on('message', (command: Command) => void obey(command).then((reply) => process.send?.(reply)));
process.send?.({ url: await server.open() });

async function obey(command: Command): Promise<object> {
  if (command.do === 'set') server.plan.set(command.settings);
  if (command.do === 'shut') await server.shut();
  if (command.do === 'open') await server.open();
  return { mishaps: server.plan.counts };
}
