import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** What a server does with the next request that orders something. */
export type Mishap =
  | 'drop-before-charging'
  | 'drop-after-charging'
  | 'rate-limited'
  | 'server-error'
  | 'overloaded'
  | 'malformed'
  | 'refused';

/** What it does with the next download. */
export type DownloadMishap = 'truncated' | 'missing' | 'not-media' | 'redirected';

export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: unknown;
}

export interface Charge {
  /** The provider's id of the work. */
  id: string;
  micros: number;
}

export interface Answered {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A request that the contract does not allow; its answer is the provider's own. */
export class ContractBreach extends Error {
  constructor(readonly answer: Answered) {
    super(`${answer.status} ${JSON.stringify(answer.body)}`);
  }
}

export const RETRY_AFTER_SECONDS = 7;

/**
 * Speaks a provider's documented protocol on loopback and keeps its books, so that the provider's own SDK can be tried against it.
 * What happens next is set by the test: `mishaps` of orders, `running` polls before the end, `downloads` that go wrong.
 */
export abstract class MediaContractServer {
  readonly received: Received[] = [];
  /** What it has charged and not given back. */
  charges: Charge[] = [];
  mishaps: Mishap[] = [];
  downloads: DownloadMishap[] = [];
  /** How often what is ordered from now on is still being worked on when it is asked about. */
  running = 1;
  ends: 'well' | 'failed' | 'held-back' = 'well';
  /** Called between the charge and the answer. */
  beforeAnswer: () => Promise<void> = () => Promise.resolve();
  protected readonly files = new Map<string, Buffer>();
  private readonly server: Server;
  private address = '';

  constructor(protected readonly key: string) {
    this.server = createServer((request, response) => {
      this.handle(request, response).catch(() => response.destroy());
    });
  }

  get origin(): string {
    return this.address;
  }

  get charged(): number {
    return this.charges.reduce((sum, { micros }) => sum + micros, 0);
  }

  listen(): Promise<this> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject).listen(0, '127.0.0.1', () => {
        this.address = `http://127.0.0.1:${(this.server.address() as { port: number }).port}`;
        resolve(this);
      });
    });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Back to a calm day: no books, no mishaps. */
  reset(): void {
    Object.assign(this, { charges: [], mishaps: [], downloads: [], running: 1, ends: 'well' });
    this.beforeAnswer = () => Promise.resolve();
    this.received.length = 0;
  }

  /** The requests that ordered something. */
  get orders(): Received[] {
    return this.received.filter((request) => this.isOrder(request));
  }

  /** Ends the work on everything that was ordered. */
  abstract finish(): void;
  protected abstract isOrder(request: Received): boolean;
  /** Checks the request as the provider does, charges and answers. @throws ContractBreach */
  protected abstract order(request: Received): { id: string; micros: number; answer: Answered };
  /** Everything else. @throws ContractBreach */
  protected abstract answer(request: Received): Promise<Answered> | Answered;
  protected abstract mishapAnswer(
    mishap: 'rate-limited' | 'server-error' | 'overloaded' | 'refused',
  ): Answered;
  /** @throws ContractBreach where the request brings no valid key */
  protected abstract authorize(request: Received): void;

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    const file = this.files.get(path);
    if (request.method === 'GET' && file !== undefined) return this.sendFile(request, response, file);
    const received = await this.read(request, path);
    this.received.push(received);
    try {
      this.authorize(received);
      if (this.isOrder(received)) await this.takeOrder(received, request, response);
      else send(response, await this.answer(received));
    } catch (error) {
      if (!(error instanceof ContractBreach)) throw error;
      send(response, error.answer);
    }
  }

  private async read(request: IncomingMessage, path: string): Promise<Received> {
    const raw = await text(request);
    const body: unknown = raw === '' ? null : JSON.parse(raw);
    return { method: request.method ?? '', path, headers: request.headers, body };
  }

  private async takeOrder(
    received: Received,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const mishap = this.mishaps.shift();
    if (mishap === 'drop-before-charging') return void request.socket.destroy();
    if (mishap !== undefined && mishap !== 'drop-after-charging' && mishap !== 'malformed') {
      return send(response, this.mishapAnswer(mishap));
    }
    const { id, micros, answer } = this.order(received);
    this.charges.push({ id, micros });
    await this.beforeAnswer();
    if (mishap === 'drop-after-charging') return void request.socket.destroy();
    if (mishap === 'malformed') return void response.writeHead(200, JSON_TYPE).end('{"unexpected": ');
    send(response, answer);
  }

  protected refund(id: string): void {
    this.charges = this.charges.filter((charge) => charge.id !== id);
  }

  protected authorizeFile(_request: IncomingMessage): boolean {
    return true;
  }

  private sendFile(request: IncomingMessage, response: ServerResponse, file: Buffer): void {
    this.received.push({ method: 'GET', path: request.url ?? '', headers: request.headers, body: null });
    if (!this.authorizeFile(request)) return send(response, { status: 403, body: {} });
    const mishap = this.downloads.shift();
    if (mishap === 'missing') return send(response, { status: 404, body: {} });
    if (mishap === 'redirected')
      return void response.writeHead(302, { location: 'http://localhost:9/elsewhere' }).end();
    if (mishap === 'not-media') return void response.writeHead(200).end('<html>please sign in</html>');
    response.writeHead(200, { 'content-length': file.length });
    if (mishap !== 'truncated') return void response.end(file);
    response.write(file.subarray(0, Math.floor(file.length / 2)), () => request.socket.destroy());
  }
}

const JSON_TYPE = { 'content-type': 'application/json' };

function send(response: ServerResponse, { status, body, headers }: Answered): void {
  response.writeHead(status, { ...JSON_TYPE, ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

/** A field of a JSON body by its path (`instances.0.prompt`); undefined where it is missing. */
export function field(body: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], body);
}
