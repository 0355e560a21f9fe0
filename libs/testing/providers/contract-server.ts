import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

/** What the server does with a call; without a script every call succeeds. */
export type Behaviour =
  | 'success'
  /** Takes the money and never answers. */
  | 'silent'
  | 'rate-limited'
  | 'overloaded'
  /** The account has no money left. */
  | 'out-of-credit'
  /** Takes the money and answers 500. */
  | 'server-error'
  /** Takes the money; the answer is no JSON. */
  | 'malformed'
  /** Takes the money; the answer ends in its middle. */
  | 'truncated'
  | 'dropped-before-charge'
  | 'dropped-after-charge'
  | 'refusal'
  | 'too-long';

export interface ReceivedCall {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
}

/** What the provider would put on the bill. */
export interface Charge {
  model: string;
  tokensIn?: number;
  tokensOut?: number;
  characters?: number;
}

export interface ContractAnswer {
  charge: Charge;
  body: object | Buffer;
  contentType?: string;
  headers?: Record<string, string>;
}

export interface Route {
  method: string;
  path: RegExp;
  body: z.ZodType;
  answer(call: ReceivedCall, behaviour: Behaviour): ContractAnswer;
}

/** An error as this provider words it. */
export interface ContractError {
  status: number;
  body: object;
  headers?: Record<string, string>;
}

/** A provider's documented protocol on the loopback interface, with books of what it charged. */
export abstract class ContractServer {
  readonly charges: Charge[] = [];
  readonly calls: ReceivedCall[] = [];
  /** Resolves with the first charge since the last reset. */
  charged!: Promise<Charge>;
  private tellCharged!: (charge: Charge) => void;
  /** Goes up for ever: no provider gives an id twice. */
  protected served = 0;
  private script: Behaviour[] = [];
  private readonly server: Server = createServer((request, response) => {
    this.handle(request, response).catch(() => response.destroy());
  });

  constructor() {
    this.reset();
  }

  protected abstract readonly routes: Route[];
  protected abstract readonly overloadedStatus: number;
  protected abstract accepts(call: ReceivedCall): boolean;
  protected abstract error(status: number, message: string): ContractError;
  protected abstract outOfCredit(): ContractError;

  async start(): Promise<this> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What happens to the next calls, first come first served. */
  next(...behaviours: Behaviour[]): void {
    this.script.push(...behaviours);
  }

  /** Forgets calls, charges and script. */
  reset(): void {
    this.script = [];
    this.calls.length = this.charges.length = 0;
    this.charged = new Promise((resolve) => (this.tellCharged = resolve));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const call: ReceivedCall = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: parsed(await text(request)),
    };
    this.calls.push(call);
    const route = this.routes.find(({ method, path }) => method === call.method && path.test(call.path));
    if (route === undefined) return this.refuse(response, 404, `no such path: ${call.path}`);
    if (!this.accepts(call)) {
      // Like some real ones, it repeats what it was sent.
      return this.refuse(response, 401, `invalid credentials: ${JSON.stringify(call.headers)}`);
    }
    const checked = route.body.safeParse(call.body);
    if (!checked.success) return this.refuse(response, 400, z.prettifyError(checked.error));
    this.act(route, call, request, response);
  }

  private act(route: Route, call: ReceivedCall, request: IncomingMessage, response: ServerResponse): void {
    const behaviour = this.script.shift() ?? 'success';
    if (behaviour === 'rate-limited') return this.refuse(response, 429, 'too many requests');
    if (behaviour === 'overloaded') return this.refuse(response, this.overloadedStatus, 'overloaded');
    if (behaviour === 'out-of-credit') return this.reply(response, this.outOfCredit());
    if (behaviour === 'dropped-before-charge') return void request.socket.destroy();
    this.served++;
    const answer = route.answer(call, behaviour);
    this.charges.push(answer.charge);
    this.tellCharged(answer.charge);
    if (behaviour === 'silent') return;
    if (behaviour === 'dropped-after-charge') return void request.socket.destroy();
    if (behaviour === 'server-error') {
      return this.refuse(response, 500, `internal error while working on ${JSON.stringify(call.headers)}`);
    }
    if (behaviour === 'malformed') {
      return void response.writeHead(200, { 'content-type': 'application/json' }).end('<html>oops</html>');
    }
    this.send(response, answer, behaviour === 'truncated');
  }

  private send(response: ServerResponse, answer: ContractAnswer, half: boolean): void {
    const body = Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(JSON.stringify(answer.body));
    response.writeHead(200, {
      'content-type': answer.contentType ?? 'application/json',
      'content-length': body.length,
      ...answer.headers,
    });
    if (!half) return void response.end(body);
    response.write(body.subarray(0, body.length / 2), () => response.destroy());
  }

  private refuse(response: ServerResponse, status: number, message: string): void {
    this.reply(response, this.error(status, message));
  }

  private reply(response: ServerResponse, error: ContractError): void {
    response
      .writeHead(error.status, { 'content-type': 'application/json', ...error.headers })
      .end(JSON.stringify(error.body));
  }
}

function parsed(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Counts tokens in its own way; only that the books agree matters. */
export const tokensOf = (value: unknown): number => Math.ceil(JSON.stringify(value).length / 4);
