import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** How the receiver answers a request: a status with headers, or by hanging up, or not at all. */
export type Answer =
  { status: number; headers?: Record<string, string>; body?: string } | 'hang up' | 'silence';

export interface Received {
  path: string;
  id: string;
  headers: Record<string, string>;
  body: { type: string; timestamp: string; data: Record<string, unknown> };
  text: string;
  accepted: boolean;
}

/** A receiver of webhooks as its owner would write it: it checks every signature with the reference library. */
export class Receiver {
  readonly received: Received[] = [];
  /** Requests whose signature no known secret had made. */
  forged = 0;
  /** The secrets of its paths. */
  readonly secrets = new Map<string, string[]>();
  answer: (path: string, id: string) => Answer = () => ({ status: 204 });

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<Receiver> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const receiver = new Receiver(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => void receiver.take(request, response));
    return receiver;
  }

  at(path: string): Received[] {
    return this.received.filter((message) => message.path === path);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const path = request.url ?? '/';
    const headers = request.headers as Record<string, string>;
    if (!this.isGenuine(path, text, headers)) this.forged++;
    const id = headers['webhook-id'] ?? '';
    const answer = this.answer(path, id);
    const accepted = typeof answer === 'object' && answer.status >= 200 && answer.status < 300;
    this.received.push({ path, id, headers, body: JSON.parse(text) as Received['body'], text, accepted });
    if (answer === 'silence') return;
    if (answer === 'hang up') request.socket.destroy();
    else response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  private isGenuine(path: string, text: string, headers: Record<string, string>): boolean {
    return (this.secrets.get(path) ?? []).some((secret) => {
      try {
        new Webhook(secret).verify(text, headers);
        return true;
      } catch {
        return false;
      }
    });
  }
}
