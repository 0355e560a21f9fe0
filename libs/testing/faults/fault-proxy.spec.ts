import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { FaultProxy } from './fault-proxy.js';

describe('the fault proxy', () => {
  let echo: Server;
  let proxy: FaultProxy;
  const clients: Socket[] = [];

  beforeEach(async () => {
    echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
    await once(echo, 'listening');
    proxy = await FaultProxy.start((echo.address() as { port: number }).port);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await proxy.close();
    echo.close();
  });

  const open = async () => {
    const client = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
    clients.push(client);
    await once(client, 'connect');
    return client;
  };
  // Not events.once, which rejects on the error that comes before the end.
  const closed = (client: Socket) =>
    new Promise<void>((resolve) => client.on('error', () => undefined).once('close', () => resolve()));
  const echoed = async (client: Socket, text: string) => {
    client.write(text);
    return String(((await once(client, 'data')) as [Buffer])[0]);
  };
  /** Whether anything comes within a moment: data, or the end of the connection. */
  const hears = (client: Socket) =>
    new Promise<string>((resolve) => {
      client.once('data', () => resolve('data'));
      client.once('close', () => resolve('close'));
      setTimeout(() => resolve('nothing'), 150);
    });

  it('passes everything on while nothing is wrong', async () => {
    expect(await echoed(await open(), 'hello')).toBe('hello');
  });

  it('keeps the order of what it delays', async () => {
    proxy.set({ kind: 'latency', ms: 30 });
    const client = await open();
    client.write('one');
    expect(await echoed(client, 'two')).toMatch(/^one/);
  });

  it('resets open connections, and new ones until it is told to stop', async () => {
    const old = closed(await open());
    proxy.set({ kind: 'reset' });
    await old;
    await closed(connect(proxy.port, '127.0.0.1'));
    proxy.set({ kind: 'none' });
    expect(await echoed(await open(), 'again')).toBe('again');
  });

  it('leaves connections half-open: silent and unclosed, while new ones work', async () => {
    const old = await open();
    await echoed(old, 'before');
    proxy.set({ kind: 'half-open', acceptNew: true });
    old.write('lost');
    expect(await hears(old)).toBe('nothing');
    expect(await echoed(await open(), 'new')).toBe('new');
    proxy.set({ kind: 'none' });
    old.write('still lost');
    expect(await hears(old)).toBe('nothing');
  });

  it('swallows everything as a black hole', async () => {
    proxy.set({ kind: 'blackhole' });
    const client = await open();
    client.write('lost');
    expect(await hears(client)).toBe('nothing');
  });
});
