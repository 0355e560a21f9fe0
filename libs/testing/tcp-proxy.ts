import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface TcpProxy {
  /** The server's URL, by way of this proxy. */
  readonly url: string;
  /** Connections that have been made so far. */
  readonly connections: number;
  /** From now on, the connections that are open let nothing through and stay open, as when a host has vanished. */
  goSilent(): void;
  close(): Promise<void>;
}

/** A way to a server that can fall silent; on this port, or on one that is free. */
export async function tcpProxy(serverUrl: string, listenOn = 0): Promise<TcpProxy> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((client) => {
    connections++;
    const upstream = connect(Number(target.port), target.hostname);
    client.pipe(upstream).pipe(client);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket
        .on('error', () => undefined)
        .once('close', () => {
          sockets.delete(socket);
          other.destroy();
        });
    }
  });
  await new Promise<void>((resolve) => server.listen(listenOn, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(serverUrl), { hostname: '127.0.0.1', port: String(port) }).href,
    get connections() {
      return connections;
    },
    goSilent: () => {
      for (const socket of sockets) socket.unpipe().resume();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
