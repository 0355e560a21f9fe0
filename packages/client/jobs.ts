import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { Client } from 'openapi-fetch';
import { bodyOf, data } from './answers.js';
import type { Job, paths, SubmitJob } from './schema.js';
import { anyOf, isPassing, pause } from './transport.js';

/** A numbered event of a job's timeline, or a snapshot (`progress`), which has no id. */
export interface JobEvent {
  readonly id: string | undefined;
  /** Such as `stage.succeeded`; `job.completed`, `job.failed` and `job.cancelled` are the last. */
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export type NewJob = SubmitJob & {
  /** Two submissions with the same key make one job. Made up where there is none, so that sending again is safe. */
  readonly idempotencyKey?: string;
};

export interface WatchOptions {
  /** The id of the last event that is known already. */
  readonly after?: string;
  readonly signal?: AbortSignal;
}

/** What is exported, and as what: see `GET /v1/jobs/export`. */
export type JobExport = NonNullable<paths['/v1/jobs/export']['get']['parameters']['query']>;

const AGAIN_MS = 1_000;
const ENDED = ['completed', 'failed', 'cancelled'];
const LAST_EVENTS = new Set(ENDED.map((status) => `job.${status}`));

/** What the API says last on a connection that it cuts: nothing of the job. */
const CONNECTION_ENDS = new Set(['reconnect', 'revoked']);

export const hasEnded = ({ status }: Pick<Job, 'status'>): boolean => ENDED.includes(status);

export class Jobs {
  constructor(
    private readonly api: Client<paths>,
    private readonly signal?: AbortSignal,
  ) {}

  submit({ idempotencyKey = crypto.randomUUID(), ...body }: NewJob): Promise<Job> {
    return data(this.api.POST('/v1/jobs', { body, headers: { 'idempotency-key': idempotencyKey } }));
  }

  get(id: string): Promise<Job> {
    return data(this.api.GET('/v1/jobs/{id}', { params: { path: { id } } }));
  }

  /** The list as one file, as it comes. */
  async export(list: JobExport): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    const { response } = await this.api.GET('/v1/jobs/export', {
      params: { query: list },
      parseAs: 'stream',
    });
    return bodyOf(response);
  }

  /**
   * Follows a job to its last event, over as many connections as it takes: no event is missed, none comes twice. A job that was
   * rerun has ended more than once: what says so is its status, not the event.
   */
  async *watch(id: string, { after, signal }: WatchOptions = {}): AsyncGenerator<JobEvent, void> {
    const stop = anyOf(this.signal, signal);
    let last = after;
    let ended = false;
    let told = false;
    for (;;) {
      try {
        for await (const event of this.events(id, { after: last, signal: stop })) {
          last = event.id ?? last;
          told = LAST_EVENTS.has(event.type);
          yield event;
        }
        // Whoever asks for what comes after the last event gets nothing.
        if (ended) return;
        ended = hasEnded(await this.get(id));
        if (ended && told) return;
      } catch (error) {
        stop?.throwIfAborted();
        if (!isPassing(error)) throw error;
      }
      if (!ended) await pause(AGAIN_MS, stop);
    }
  }

  /** One connection's events, until either side ends it. */
  async *events(id: string, { after, signal }: WatchOptions = {}): AsyncGenerator<JobEvent, void> {
    const { response } = await this.api.GET('/v1/jobs/{id}/events', {
      params: { path: { id }, header: after === undefined ? {} : { 'Last-Event-ID': after } },
      headers: { accept: 'text/event-stream' },
      parseAs: 'stream',
      ...(signal === undefined ? {} : { signal }),
    });
    if (response.body === null) return;
    const messages = response.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream());
    for await (const { id: eventId, event = 'message', data: text } of messages) {
      if (CONNECTION_ENDS.has(event)) return;
      yield { id: eventId, type: event, data: JSON.parse(text) as JobEvent['data'] };
    }
  }
}
