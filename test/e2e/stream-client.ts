import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { AiprodClient } from '#client';
import { type ApiProcess, bearer } from './api-process.js';

const BRIEF = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';

export interface Message {
  id?: number;
  event: string;
  data: Record<string, unknown>;
}

/** A user of the API who submits jobs and follows them. */
export class StreamClient {
  private constructor(
    private readonly api: ApiProcess,
    readonly userId: string,
    readonly token: string,
  ) {}

  static async of(api: ApiProcess): Promise<StreamClient> {
    const { id, email } = await api.addUser('USER');
    return new StreamClient(api, id, await api.signIn(email));
  }

  get headers(): { authorization: string } {
    return bearer(this.token);
  }

  private get client(): AiprodClient {
    return this.api.as(this.token);
  }

  async submit(): Promise<string> {
    return (await this.client.jobs.submit({ pipeline: 'video', input: { brief: BRIEF } })).id;
  }

  async cancel(jobId: string): Promise<void> {
    await this.client.api.POST('/v1/jobs/{id}/cancel', { params: { path: { id: jobId } } });
  }

  /** Puts events into the log as stages would; `bytes` makes them heavy. */
  log(jobId: string, count: number, bytes = 0): Promise<unknown> {
    return this.api.database.query(
      `WITH job AS (UPDATE jobs SET event_seq = event_seq + $2 WHERE id = $1 RETURNING *)
       INSERT INTO job_events (job_id, seq, tenant_id, type, actor, data)
       SELECT id, event_seq - $2 + n, tenant_id, 'stage.progressed', 'test', jsonb_build_object('text', repeat('x', $3))
       FROM job, generate_series(1, $2::integer) AS n`,
      [jobId, count, bytes],
    );
  }

  follow(jobId: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.api.url}/v1/jobs/${jobId}/events`, {
      ...init,
      headers: { ...this.headers, ...(init.headers as Record<string, string>) },
    });
  }

  /** With this user's token in its header, unless others are given. */
  openSocket(
    jobId: string,
    { after = 0, headers = this.headers as Record<string, string>, protocols = ['aiprod.v1'] } = {},
  ): WebSocket {
    const url = `${this.api.url.replace('http', 'ws')}/v1/jobs/${jobId}/events/ws?after=${after}`;
    return new WebSocket(url, protocols, { headers });
  }

  /** Calls `onId` with the number of each event, until the stream ends. */
  async readSse(
    jobId: string,
    after: number,
    signal: AbortSignal,
    onId: (id: number) => void,
  ): Promise<void> {
    const response = await this.follow(jobId, { headers: { 'last-event-id': String(after) }, signal });
    let rest = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const frames = (rest + chunk).split('\n\n');
      rest = frames.pop()!;
      for (const frame of frames) {
        const id = /^id: (\d+)$/m.exec(frame)?.[1];
        if (id !== undefined) onId(Number(id));
      }
    }
  }
}

/** Collects what comes, until it is closed. */
export function collect(socket: WebSocket) {
  const messages: Message[] = [];
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as Message));
  const closed = once(socket, 'close').then(([code, reason]) => ({
    code: code as number,
    reason: String(reason),
  }));
  return { messages, closed };
}

/** The status of the answer: 101 where the socket was opened. */
export const answer = (socket: WebSocket): Promise<number> =>
  new Promise((resolve) => {
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('open', () => resolve(101));
    socket.on('error', () => undefined);
  });
