import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '#libs/kernel';
import { ProviderJournal, type JournalEntry } from '#libs/testing/faults';
import { MishapPlan, type Mishap } from './mishaps.js';
import type { Sheet } from './tariff-sheet.js';

interface Order {
  reference: string;
  /** A resolution, or a voice. */
  model: string;
  /** Seconds or characters, at most. */
  wanted: number;
}

interface Work extends Order {
  id: string;
  startedAt: number;
  takesMs: number;
  /** Seconds or characters that come out of it. */
  makes: number;
  status: 'running' | 'done' | 'failed' | 'cancelled';
  timer: NodeJS.Timeout;
}

const RETRY_AFTER_SECONDS = 1;
const OVERLOADED_MS = 150;

/**
 * A provider that bills what it has made, by its own tariff, when an order ends. It tells the caller how much it made, never what it
 * charged. The same Idempotency-Key is the same order.
 */
export class TariffServer {
  readonly plan = new MishapPlan();
  private readonly journal: ProviderJournal;
  private readonly works = new Map<string, Work>();
  private readonly byReference = new Map<string, Work>();
  private port = 0;
  private readonly server = createServer((request, response) => {
    this.route(request, response).catch(() => response.destroy());
  });

  constructor(
    journalPath: string,
    private readonly sheet: Sheet,
  ) {
    this.journal = new ProviderJournal(journalPath);
  }

  /** Opens the door, behind which the work goes on in any case. @returns the base URL, the same one each time */
  open(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject).listen(this.port, '127.0.0.1', () => {
        this.server.off('error', reject);
        this.port = (this.server.address() as { port: number }).port;
        resolve(`http://127.0.0.1:${this.port}`);
      });
    });
  }

  /** From now on connections are refused, and those that are open end. */
  async shut(): Promise<void> {
    const shut = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await shut;
  }

  private async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://provider');
    const [, , , id, action] = url.pathname.split('/');
    if (request.method === 'POST' && action === 'cancel') return this.cancel(id ?? '', response);
    if (request.method === 'POST') return this.order(request, response);
    if (id !== undefined) return this.tell(this.works.get(id), 'polled', response);
    this.tell(this.byReference.get(url.searchParams.get('reference') ?? ''), 'looked-up', response);
  }

  private async order(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const mishap = this.plan.next();
    if (mishap === 'reset') return void request.socket.resetAndDestroy();
    const order = JSON.parse(await text(request)) as Order;
    this.write('received', order.reference);
    if (this.plan.settings.overloaded) {
      await sleep(OVERLOADED_MS);
      return this.refuse(order, 429, response);
    }
    const known = this.byReference.get(order.reference);
    if (known !== undefined && request.headers['idempotency-key'] === order.reference)
      return answer(response, 202, { id: known.id });
    if (mishap === 'too-many') return this.refuse(order, 429, response);
    if (mishap === 'refuse') return this.refuse(order, 422, response);
    const work = this.begin(order, mishap);
    if (mishap === 'charge-then-drop') return void request.socket.destroy();
    if (mishap === 'charge-then-500') return answer(response, 500, { error: 'internal error' });
    answer(response, 202, { id: work.id });
  }

  private refuse({ reference }: Order, status: number, response: ServerResponse): void {
    this.write('refused', reference);
    if (status === 429) response.setHeader('retry-after', RETRY_AFTER_SECONDS);
    answer(response, status, { error: 'not accepted' });
  }

  private begin(order: Order, mishap: Mishap | null): Work {
    const { random, settings } = this.plan;
    const fails = mishap === 'fail';
    const spoken = order.model === 'voice';
    const takesMs = random.integer(...settings.workMs);
    // A film may come out a second short.
    const whole = spoken ? order.wanted : Math.max(1, order.wanted - random.integer(0, 1));
    const work: Work = {
      ...order,
      id: newId(),
      startedAt: Date.now(),
      takesMs,
      makes: fails ? random.integer(0, order.wanted - 1) : whole,
      status: 'running',
      timer: setTimeout(() => this.end(work, fails ? 'failed' : 'done'), takesMs),
    };
    this.works.set(work.id, work);
    this.byReference.set(order.reference, work);
    this.write('accepted', order.reference, work.id);
    return work;
  }

  private end(work: Work, status: 'done' | 'failed' | 'cancelled'): void {
    clearTimeout(work.timer);
    const { model, makes, reference, id } = work;
    const costMicros = this.sheet({ model, made: makes });
    if (costMicros > 0)
      this.write(status === 'done' ? 'charged' : 'charged-in-part', reference, id, costMicros);
    work.status = status;
  }

  private tell(work: Work | undefined, type: 'polled' | 'looked-up', response: ServerResponse): void {
    if (work === undefined) return answer(response, 404, { error: 'no such order' });
    this.write(type, work.reference, work.id);
    const { id, model, status, makes } = work;
    answer(response, 200, { id, model, status, ...(status === 'running' ? {} : { made: makes }) });
  }

  /** What was made until then is charged. */
  private cancel(id: string, response: ServerResponse): void {
    const work = this.works.get(id);
    if (work === undefined) return answer(response, 404, { error: 'no such order' });
    this.write('cancelled', work.reference, id);
    const stopped = work.status === 'running';
    if (stopped) {
      work.makes = Math.floor(work.makes * Math.min(1, (Date.now() - work.startedAt) / work.takesMs));
      this.end(work, 'cancelled');
    }
    answer(response, 200, { stopped, made: work.makes });
  }

  private write(
    type: JournalEntry['type'],
    reference: string,
    externalId: string | null = null,
    costMicros = 0,
  ): void {
    this.journal.append({ type, reference, externalId, costMicros });
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
