import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { WebSocketServer } from 'ws';
import { type StreamCaller, StreamTickets } from '#libs/auth';
import { asTenant } from '#libs/database';
import { correlationId } from '../../http/correlation.js';
import { HttpError } from '../../http/http-error.js';
import { toFailure, toProblem } from '../../http/problem.js';
import { JobStreams } from './job-streams.js';
import { isSocketRequest, PROTOCOL, readSocketRequest, type SocketRequest } from './socket-request.js';
import { serveSocket } from './socket-session.js';
import { StreamsConfig } from './streams.config.js';

/** An answer of this API that stands in the way of a socket. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
  ) {
    super('the socket was refused');
  }
}

/** Streams of events as WebSockets. They carry what the server-sent events carry, to those who may see those. */
@Injectable()
export class JobEventSockets implements OnApplicationBootstrap {
  private readonly logger = new Logger(JobEventSockets.name);
  private readonly sockets = new WebSocketServer({
    noServer: true,
    // Nothing is expected from a client.
    maxPayload: 1_024,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });

  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly tickets: StreamTickets,
    private readonly streams: JobStreams,
    private readonly config: StreamsConfig,
  ) {}

  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server & {
      shouldUpgradeCallback: (request: IncomingMessage) => boolean;
    };
    // Other requests to upgrade, such as a client's to HTTP/2, go on as plain HTTP.
    server.shouldUpgradeCallback = isSocketRequest;
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => socket.destroy());
      this.admit(request, socket, head).catch((error: unknown) => refuse(request, socket, error));
    });
  }

  private async admit(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const asked = readSocketRequest(request);
    if (asked === null) throw new HttpError('http.not_found', 'There is nothing with this id; ids are UUIDs');
    const caller = await this.callerOf(asked, request);
    // Unlike a request, nothing has bound this to the caller's tenant yet.
    const stream = await asTenant(caller.tenantId, () =>
      this.streams.follow(caller, asked.jobId, asked.after),
    );
    socket.once('close', () => stream.end('gone'));
    this.sockets.handleUpgrade(request, socket, head, (webSocket) => {
      serveSocket(webSocket, stream, asked.after, this.config).catch((error: unknown) => {
        this.logger.warn({ err: error, jobId: asked.jobId }, 'a stream of events broke off');
        webSocket.terminate();
      });
    });
  }

  private async callerOf(asked: SocketRequest, request: IncomingMessage): Promise<StreamCaller> {
    const ticket = asked.ticket ?? (await this.ticketFor(asked, request));
    const caller = await this.tickets.redeem(ticket, asked.jobId);
    if (caller !== null) return caller;
    const message =
      'The ticket is unknown, used, too old or for another job; POST /v1/jobs/{id}/stream-tickets issues one';
    throw new HttpError('stream.ticket_invalid', message);
  }

  /** Asks this very API for a ticket, so that one place alone decides who is let in, for every kind of credential. */
  private async ticketFor(
    { jobId, authorization }: SocketRequest,
    request: IncomingMessage,
  ): Promise<string> {
    const answer = await this.host.httpAdapter.getInstance().inject({
      method: 'POST',
      url: `/v1/jobs/${jobId}/stream-tickets`,
      headers: { ...(authorization && { authorization }) },
      remoteAddress: request.socket.remoteAddress ?? '127.0.0.1',
    });
    if (answer.statusCode !== 201) throw new Refusal(answer.statusCode, answer.body);
    return answer.json<{ ticket: string }>().ticket;
  }
}

/** Answers in HTTP, with a problem as everywhere else. */
function refuse(request: IncomingMessage, socket: Duplex, error: unknown): void {
  const refusal = error instanceof Refusal ? error : refusalOf(error, request);
  socket.end(
    [
      `HTTP/1.1 ${refusal.status} Refused`,
      'content-type: application/problem+json; charset=utf-8',
      'cache-control: no-store',
      `content-length: ${Buffer.byteLength(refusal.body)}`,
      'connection: close',
      '',
      refusal.body,
    ].join('\r\n'),
  );
}

function refusalOf(error: unknown, request: IncomingMessage): Refusal {
  const failure = toFailure(error);
  const problem = toProblem(failure, { id: correlationId(request), url: request.url ?? '/' });
  return new Refusal(problem.status, JSON.stringify(problem));
}
