import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchPublicJson, isPublicAddress } from './public-fetch.js';

describe('an address', () => {
  it.each(['8.8.8.8', '203.0.114.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '127.0.0.1',
    '127.1.2.3',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::7f00:1',
    'fd00::1',
    'fe80::1',
    'localhost',
    '',
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('a document from elsewhere', () => {
  let server: Server;
  let base: string;
  let answer: { status: number; headers: Record<string, string>; body: string };
  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  beforeEach(() => (answer = { status: 200, headers: {}, body: '{"a":1}' }));

  it('is read where that is allowed', async () => {
    expect(await fetchPublicJson(base, true)).toEqual({ a: 1 });
  });

  it.each([
    'http://127.0.0.1',
    'http://example.org',
    'https://127.0.0.1',
    'https://[::1]/',
    'https://localhost',
  ])('is not fetched from %s', async (address) => {
    await expect(fetchPublicJson(address, false)).rejects.toThrow();
  });

  it.each([
    ['a redirect', { status: 302, headers: { location: '/elsewhere' }, body: '' }],
    ['an error', { status: 500, headers: {}, body: '{}' }],
    ['no JSON', { status: 200, headers: {}, body: '<html>' }],
    ['too much', { status: 200, headers: {}, body: `"${'x'.repeat(300_000)}"` }],
  ])('is refused when it is %s', async (_name, bad) => {
    answer = bad;
    await expect(fetchPublicJson(base, true)).rejects.toThrow();
  });
});
