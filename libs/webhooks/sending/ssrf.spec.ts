import { once } from 'node:events';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { request } from 'undici';
import {
  type DnsServer,
  FORBIDDEN_IPV4,
  FORBIDDEN_IPV6,
  LED_ASTRAY,
  ssrfTargets,
  startDnsServer,
} from '#libs/testing';
import { isPublicAddress } from '../domain/addresses.js';
import { WebhooksConfig } from '../webhooks.config.js';
import { GuardedAgent } from './guarded-agent.js';
import { resolverOf } from './resolver.js';
import { WebhookSender } from './sender.js';

/** Global unicast by its form, and not given out to anybody: who connects to it reaches nobody. */
const NOBODY = '2d00::1';

describe('webhooks', () => {
  let canary: Server;
  let port: number;
  let connections = 0;
  let names: DnsServer;
  let turns = 0;

  beforeAll(async () => {
    canary = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    // All of this machine's addresses, of both families where it has both.
    canary.listen(0);
    await once(canary, 'listening');
    port = (canary.address() as AddressInfo).port;
    names = await startDnsServer((name) => {
      const astray = LED_ASTRAY.get(name);
      if (astray !== undefined) return [astray];
      if (name === 'to-loopback.test') return ['127.0.0.1'];
      if (name === 'mixed.test') return ['127.0.0.1', NOBODY];
      if (name === 'mixed-6.test') return [NOBODY, '::1'];
      // Public at every other question, as one who hopes that it is asked twice.
      if (name === 'rebinding.test') return turns++ % 4 < 2 ? [NOBODY] : ['127.0.0.1'];
      return [];
    });
  });
  afterAll(async () => {
    canary.close();
    await names.stop();
  });
  beforeEach(() => (connections = 0));

  const senderWith = (settings: NodeJS.ProcessEnv = {}) =>
    new WebhookSender(
      WebhooksConfig.fromEnv({
        WEBHOOK_DNS_SERVERS: names.address,
        WEBHOOK_PORTS: `443,${port}`,
        WEBHOOK_TIMEOUT_MS: '500',
        ...settings,
      }),
    );
  const closed = async (sender: WebhookSender) => {
    await sender.onApplicationShutdown();
    return connections;
  };

  it('reach the canary where that is allowed, so that its silence means something', async () => {
    const sender = senderWith({
      WEBHOOK_ALLOWED_ORIGINS: `http://127.0.0.1:${port},http://to-loopback.test:${port}`,
    });
    for (const host of ['127.0.0.1', 'to-loopback.test'])
      await sender.send(`http://${host}:${port}/`, {}, '{}');
    expect(await closed(sender)).toBe(2);
  });

  it('never connect to this machine, its networks or its cloud, however the target is written', async () => {
    const targets = ssrfTargets(port);
    expect(targets.length).toBeGreaterThanOrEqual(150);
    const sender = senderWith();
    const results = await Promise.all(targets.map((url) => sender.send(url, {}, '{}')));
    expect(results.filter(({ report }) => report.outcome !== 'unreachable')).toEqual([]);
    expect(await closed(sender)).toBe(0);
  });

  it('are stopped where they connect, even if nobody looked at the URL before', async () => {
    const agent = new GuardedAgent(resolverOf([names.address]), () => false, 500);
    const urls = ssrfTargets(port)
      .filter((url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))
      .map((url) => new URL(url).href.replace(/^https:/, 'http:'));
    expect(urls.length).toBeGreaterThan(130);
    const outcomes = await Promise.allSettled(
      urls.map((url) =>
        request(url, { dispatcher: agent, method: 'POST', body: '{}', signal: AbortSignal.timeout(500) }),
      ),
    );
    await agent.destroy();
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toEqual([]);
    expect(connections).toBe(0);
  });

  it('are told why they were not sent', async () => {
    const sender = senderWith();
    const { report } = await sender.send(`https://to-loopback.test:${port}/`, {}, '{}');
    expect(report.error).toContain('public Internet');
    await sender.onApplicationShutdown();
  });

  it('ask for a name once, and connect to what was answered then', async () => {
    const sender = senderWith();
    turns = 0;
    const before = names.asked.length;
    await sender.send(`https://rebinding.test:${port}/`, {}, '{}');
    // One question for each family of addresses.
    expect(names.asked.slice(before)).toEqual(['rebinding.test', 'rebinding.test']);
    expect(await closed(sender)).toBe(0);
  });

  describe('to an allowed receiver that sends them on', () => {
    let trap: HttpServer;
    let location = '';
    let status = 302;
    let hits = 0;

    beforeAll(async () => {
      trap = createHttpServer((_request, response) => {
        hits++;
        response.writeHead(status, { location, refresh: `0; url=${location}` }).end();
      }).listen(0, '127.0.0.1');
      await once(trap, 'listening');
    });
    afterAll(() => trap.close());

    it.each([301, 302, 303, 307, 308])('do not follow a %i', async (redirect) => {
      const origin = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
      const sender = senderWith({ WEBHOOK_ALLOWED_ORIGINS: origin });
      status = redirect;
      hits = 0;
      for (location of [`http://127.0.0.1:${port}/`, `//127.0.0.1:${port}/`, '/again']) {
        const { report } = await sender.send(`${origin}/`, {}, '{}');
        expect(report).toMatchObject({ outcome: 'refused', statusCode: redirect });
      }
      expect([await closed(sender), hits]).toEqual([0, 3]);
    });
  });
});

describe('a public address', () => {
  it.each(['8.8.8.8', '1.1.1.1', '93.184.216.34', '2606:4700:4700::1111', '2a00:1450:4001:81b::200e'])(
    'is %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([...FORBIDDEN_IPV4, ...FORBIDDEN_IPV6, '', 'localhost', '127.1', '0x7f000001', '8.8.8.8%eth0'])(
    'is not %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(false);
    },
  );
});
