import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '#libs/kernel';
import { FaultPlan, type FaultSettings } from './fault-plan.js';
import { answerFor, Generations, type Generation } from './generations.js';
import { ProviderJournal } from './journal.js';
import { sendWebhooks } from './webhooks.js';

/** Micro-dollars for each second of a generation. */
export const PRICE_PER_SECOND = 12_500;
const SLOW_MS = 2_000;
const RETRY_AFTER_SECONDS = 1;

interface Submission {
  reference: string;
  seconds: number;
  webhook?: string;
}

/**
 * A paid provider that keeps honest books and answers badly. Below `/keyed` the same Idempotency-Key is the same
 * purchase; below `/plain` every submission is charged.
 */
export class ProviderServer {
  private readonly generations = new Generations();
  private readonly plan = new FaultPlan();
  private readonly journal: ProviderJournal;
  private readonly server: Server;

  constructor(journalPath: string) {
    this.journal = new ProviderJournal(journalPath);
    this.server = createServer((request, response) => {
      this.route(request, response).catch(() => response.destroy());
    });
  }

  /** @returns the base URL */
  listen(port = 0): Promise<string> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject).listen(port, '127.0.0.1', () => {
        resolve(`http://127.0.0.1:${(this.server.address() as { port: number }).port}`);
      });
    });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    this.journal.close();
  }

  private async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://provider');
    const [, mode, , , id, action] = url.pathname.split('/');
    if (mode === 'control') return this.control(request, response);
    if (request.method === 'POST' && action === 'cancel') return this.cancel(id ?? '', response);
    if (request.method === 'POST') return this.submit(request, response, mode === 'keyed');
    if (id !== undefined) return this.poll(id, response);
    this.lookUp(url.searchParams.get('reference') ?? '', response);
  }

  private async control(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'PUT') this.plan.set(JSON.parse(await text(request)) as Partial<FaultSettings>);
    answer(response, 200, { generations: this.generations.size, faults: this.plan.counts });
  }

  private async submit(request: IncomingMessage, response: ServerResponse, keyed: boolean): Promise<void> {
    const fault = this.plan.next();
    if (fault === 'reset') return void request.socket.resetAndDestroy();
    const submission = JSON.parse(await text(request)) as Submission;
    const { reference } = submission;
    const header = request.headers['idempotency-key'];
    const key = keyed && typeof header === 'string' ? header : null;
    this.journal.append({ type: 'received', reference, externalId: null, costMicros: 0 });
    if (fault === 'too-many') {
      this.journal.append({ type: 'refused', reference, externalId: null, costMicros: 0 });
      response.setHeader('retry-after', RETRY_AFTER_SECONDS);
      return answer(response, 429, { error: 'too many requests; nothing was charged' });
    }
    const generation = (key && this.generations.withKey(key)) || this.charge(submission, key);
    if (fault === 'charge-then-drop') return void request.socket.destroy();
    if (fault === 'charge-then-500') return answer(response, 500, { error: 'internal error' });
    if (fault === 'slow') await sleep(SLOW_MS);
    answer(response, 202, { id: generation.id });
  }

  private charge({ reference, seconds, webhook }: Submission, key: string | null): Generation {
    const generation: Generation = {
      id: newId(),
      reference,
      costMicros: Math.round(seconds * PRICE_PER_SECOND),
      doneAt: Date.now() + this.plan.workMs(),
      cancelled: false,
      webhook: webhook ?? null,
    };
    this.journal.append({
      type: 'charged',
      reference,
      externalId: generation.id,
      costMicros: generation.costMicros,
    });
    this.generations.add(generation, key);
    sendWebhooks(generation, this.plan);
    return generation;
  }

  private poll(id: string, response: ServerResponse): void {
    const generation = this.generations.get(id);
    if (generation === undefined) return answer(response, 404, { error: 'no such generation' });
    this.journal.append({ type: 'polled', reference: generation.reference, externalId: id, costMicros: 0 });
    answer(response, 200, answerFor(generation, Date.now()));
  }

  private lookUp(reference: string, response: ServerResponse): void {
    const generation = this.generations.withReference(reference);
    const externalId = generation?.id ?? null;
    this.journal.append({ type: 'looked-up', reference, externalId, costMicros: 0 });
    if (generation === undefined) return answer(response, 404, { error: 'no generation has this reference' });
    answer(response, 200, answerFor(generation, Date.now()));
  }

  /** What has begun is charged in full: the money is not given back. */
  private cancel(id: string, response: ServerResponse): void {
    const generation = this.generations.get(id);
    if (generation === undefined) return answer(response, 404, { error: 'no such generation' });
    const stopped = Date.now() < generation.doneAt;
    generation.cancelled ||= stopped;
    this.journal.append({
      type: 'cancelled',
      reference: generation.reference,
      externalId: id,
      costMicros: 0,
    });
    answer(response, 200, { stopped, costMicros: generation.costMicros });
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
