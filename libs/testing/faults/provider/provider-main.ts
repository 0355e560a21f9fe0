import { ProviderServer } from './provider-server.js';

const [journalPath] = process.argv.slice(2);
if (journalPath === undefined) throw new Error('usage: provider-main.js <path of the journal>');

const server = new ProviderServer(journalPath);
process.once('disconnect', () => process.exit(0));
process.send?.({ url: await server.listen() });
