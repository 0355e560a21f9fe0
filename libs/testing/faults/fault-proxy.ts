import { connect, createServer, type Server, type Socket } from 'node:net';

export type ProxyFault =
  | { kind: 'none' }
  | { kind: 'latency'; ms: number }
  /** Every connection ends with RST, new ones too. */
  | { kind: 'reset' }
  /** Connections that are open go silent and stay open; new ones work where `acceptNew`. */
  | { kind: 'half-open'; acceptNew: boolean }
  /** New connections are accepted and nothing ever comes back. */
  | { kind: 'blackhole' };

interface Pair {
  client: Socket;
  upstream: Socket | null;
  silent: boolean;
}

/** A TCP proxy before one server that behaves like a bad network on demand. */
export class FaultProxy {
  private readonly pairs = new Set<Pair>();
  private fault: ProxyFault = { kind: 'none' };

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on('connection', (client) => this.accept(client));
  }

  static start(target: number): Promise<FaultProxy> {
    const server = createServer({ allowHalfOpen: false });
    return new Promise((resolve, reject) => {
      server.once('error', reject).listen(0, '127.0.0.1', () => resolve(new FaultProxy(server, target)));
    });
  }

  get port(): number {
    return (this.server.address() as { port: number }).port;
  }

  /** Changes the network from now on; connections silenced by `half-open` or `blackhole` stay so until they are closed. */
  set(fault: ProxyFault): void {
    this.fault = fault;
    for (const pair of this.pairs) {
      if (fault.kind === 'reset') pair.client.resetAndDestroy();
      if (fault.kind === 'half-open' || fault.kind === 'blackhole') this.silence(pair);
    }
  }

  async close(): Promise<void> {
    for (const { client, upstream } of this.pairs) {
      client.destroy();
      upstream?.destroy();
    }
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(client: Socket): void {
    const { fault } = this;
    if (fault.kind === 'reset') return void client.resetAndDestroy();
    const swallow = fault.kind === 'blackhole' || (fault.kind === 'half-open' && !fault.acceptNew);
    const pair: Pair = {
      client,
      upstream: swallow ? null : connect(this.target, '127.0.0.1'),
      silent: swallow,
    };
    this.pairs.add(pair);
    client.on('error', () => undefined).once('close', () => this.drop(pair));
    if (pair.upstream === null) return void client.resume();
    const { upstream } = pair;
    upstream.on('error', () => undefined).once('close', () => pair.silent || client.destroy());
    this.pump(pair, client, upstream);
    this.pump(pair, upstream, client);
  }

  private pump(pair: Pair, from: Socket, to: Socket): void {
    from.on('data', (chunk: Buffer) => {
      if (pair.silent) return;
      const pass = () => pair.silent || to.destroyed || to.write(chunk);
      if (this.fault.kind === 'latency') setTimeout(pass, this.fault.ms);
      else pass();
    });
  }

  /** The server sees the connection end, as after a firewall's timeout; the client sees nothing. */
  private silence(pair: Pair): void {
    pair.silent = true;
    pair.upstream?.destroy();
    pair.client.resume();
  }

  private drop(pair: Pair): void {
    pair.upstream?.destroy();
    this.pairs.delete(pair);
  }
}
