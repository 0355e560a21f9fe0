import { mkdtempSync, rmSync, appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { duplicateCharges } from '../checker.js';
import { readJournal } from './journal.js';
import { ProviderClient } from './provider-client.js';
import { startProvider, type ProviderProcess } from './provider-process.js';
import { PRICE_PER_SECOND } from './provider-server.js';

describe('the fake provider', () => {
  let dir: string;
  let provider: ProviderProcess;
  const { signal } = new AbortController();

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'aiprod-provider-'));
    provider = await startProvider(join(dir, 'journal'));
    await provider.set({ workMs: [10, 10] });
  });
  afterEach(async () => {
    await provider.stop();
    rmSync(dir, { recursive: true });
  });

  const charges = () => provider.journal().filter(({ type }) => type === 'charged');

  it('charges a key once, however often it is sent, and without keys every time', async () => {
    const keyed = new ProviderClient(provider.url, 'keyed');
    expect(await keyed.submit('a', 4, signal)).toBe(await keyed.submit('a', 4, signal));
    expect(charges()).toMatchObject([{ reference: 'a', costMicros: 4 * PRICE_PER_SECOND }]);
    const plain = new ProviderClient(provider.url, 'plain');
    expect(await plain.submit('b', 4, signal)).not.toBe(await plain.submit('b', 4, signal));
    expect(duplicateCharges(provider.journal(), new Map())).toEqual([{ reference: 'b', charges: 2 }]);
  });

  it('does the work, and finds it by id and by reference', async () => {
    const client = new ProviderClient(provider.url, 'plain');
    const id = await client.submit('a', 2, signal);
    while ((await client.poll(id, signal)).status !== 'done');
    expect(await client.lookUp('a', signal)).toMatchObject({ id, status: 'done', costMicros: 25_000 });
    expect(await client.lookUp('unknown', signal)).toBeNull();
    expect(await client.cancel(id, signal)).toEqual({ stopped: false, costMicros: 25_000 });
  });

  it.each([
    ['charge-then-drop', 'fetch failed', 1],
    ['charge-then-500', 'answered 500', 1],
    ['too-many', 'answered 429', 0],
    ['reset', 'fetch failed', 0],
  ] as const)('answers with the fault %s and books what it really charged', async (fault, error, charged) => {
    await provider.set({ rates: { [fault]: 1 }, limit: 1 });
    const client = new ProviderClient(provider.url, 'plain');
    await expect(client.submit('a', 1, signal)).rejects.toThrow(error);
    expect(charges()).toHaveLength(charged);
    expect(await provider.faults()).toEqual({ [fault]: 1 });
    await client.submit('b', 1, signal);
  });

  it('sends webhooks as often as it is told', async () => {
    const got: string[] = [];
    let arrived = () => undefined as void;
    const all = new Promise<void>((resolve) => (arrived = resolve));
    const hook = createServer((request, response) => {
      void text(request).then((body) => {
        got.push((JSON.parse(body) as { status: string }).status);
        response.end();
        if (got.length === 6) arrived();
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => hook.once('listening', resolve));
    const webhook = `http://127.0.0.1:${(hook.address() as { port: number }).port}`;
    await provider.set({ webhookCopies: 3 });
    await fetch(`${provider.url}/plain/v1/generations`, {
      method: 'POST',
      body: JSON.stringify({ reference: 'a', seconds: 1, webhook }),
    });
    await all;
    expect(got.filter((status) => status === 'done')).toHaveLength(3);
    hook.close();
  });

  it('reads a journal whose last line was cut off by a crash', async () => {
    await new ProviderClient(provider.url, 'plain').submit('a', 1, signal);
    const before = readJournal(provider.journalPath);
    appendFileSync(provider.journalPath, '{"type":"char');
    expect(readJournal(provider.journalPath)).toEqual(before);
  });
});
