import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withLeaseCheck } from '#libs/orchestration';
import { providerFetch } from './provider-fetch.js';

describe('the way to a provider', () => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/away') return void response.writeHead(302, { location: '/long' }).end();
      response.end('x'.repeat(20_000));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  const options = { connections: 1, silenceMs: 2_000 };

  it('takes no more than it was told to', async () => {
    const bounded = providerFetch({ ...options, maxBytes: 10_000 });
    await expect(bounded(`${url}/long`).then((response) => response.text())).rejects.toThrow();
    const response = await providerFetch({ ...options, maxBytes: 20_000 })(`${url}/long`);
    expect(await response.text()).toHaveLength(20_000);
  });

  it('writes nothing that is paid for once the lease is lost, however late that is noticed', async () => {
    const reached: string[] = [];
    server.on('request', ({ url: path }: IncomingMessage) => reached.push(path ?? ''));
    const send = providerFetch(options);
    await withLeaseCheck(
      () => undefined,
      async () => (await send(`${url}/held`)).text(),
    );
    let held = true;
    const lost = () => {
      if (!held) throw new Error('the stage is somebody else’s');
    };
    const sending = withLeaseCheck(lost, () => send(`${url}/lost`, { method: 'POST', body: '{}' }));
    // The request has been made, and not yet been written.
    held = false;
    await expect(sending).rejects.toThrow();
    await (await send(`${url}/afterwards`)).text();
    expect(reached).toEqual(['/held', '/afterwards']);
  });

  it('follows nobody to another address', async () => {
    await expect(providerFetch(options)(`${url}/away`)).rejects.toThrow();
  });
});
