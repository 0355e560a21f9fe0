import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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

  it('follows nobody to another address', async () => {
    await expect(providerFetch(options)(`${url}/away`)).rejects.toThrow();
  });
});
