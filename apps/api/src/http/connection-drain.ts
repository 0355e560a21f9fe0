import type { Server } from 'node:http';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/** After this long, whoever has not taken its answer is cut off: a client that reads nothing must not hold up a shutdown. */
const DRAIN_MS = 3_000;

/** Node closes idle connections once, when the server closes; those that fall idle later would stay for their keep-alive. */
const LOOK_MS = 50;

/** On shutdown no connection is taken any more, and those that are busy may finish, for a while. */
@Injectable()
export class ConnectionDrain implements BeforeApplicationShutdown {
  constructor(private readonly host: HttpAdapterHost) {}

  beforeApplicationShutdown(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    const looking = setInterval(() => server.closeIdleConnections(), LOOK_MS);
    const lastCall = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.once('close', () => {
      clearInterval(looking);
      clearTimeout(lastCall);
    });
  }
}
