import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '#libs/kernel';
import { type ApiProcess, bearer, startApi, until } from './api-process.js';
import { answer, collect, type Message, StreamClient } from './stream-client.js';

describe('the live progress of a job', () => {
  let api: ApiProcess;
  let client: StreamClient;

  beforeAll(async () => {
    api = await startApi({ STREAMS_PER_USER: '3', STREAM_SLOW_MS: '500', STREAM_HEARTBEAT_MS: '200' });
  });
  afterAll(() => api?.stop());
  beforeEach(async () => {
    client = await StreamClient.of(api);
  });

  describe.each(['server-sent events', 'a WebSocket'])('by %s', (protocol) => {
    it('shows a client that is cut off 20 times every event, once and in order', async () => {
      const jobId = await client.submit();
      const seen: number[] = [];
      const writing = (async () => {
        for (let i = 0; i < 60; i++) {
          await client.log(jobId, 5);
          await sleep(20);
        }
        await client.cancel(jobId);
      })();
      let ended = false;
      for (let connection = 1; !ended; connection++) {
        const last = seen.at(-1) ?? 0;
        const goal = connection <= 20 ? seen.length + 1 : Infinity;
        ended =
          protocol === 'a WebSocket'
            ? await followBySocket(jobId, last, goal, seen)
            : await followBySse(jobId, last, goal, seen);
        expect(connection).toBeLessThan(30);
      }
      await writing;
      const [{ count }] = (await api.database.query<{ count: number }>(
        'SELECT count(*)::integer AS count FROM job_events WHERE job_id = $1',
        [jobId],
      )) as [{ count: number }];
      expect(seen).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    });
  });

  /** Cuts the connection once `goal` events have been seen. @returns whether it ended by itself */
  async function followBySse(jobId: string, after: number, goal: number, seen: number[]): Promise<boolean> {
    const cut = new AbortController();
    try {
      await client.readSse(jobId, after, cut.signal, (id) => {
        if (cut.signal.aborted) return;
        seen.push(id);
        if (seen.length >= goal) cut.abort();
      });
      return true;
    } catch {
      return false;
    }
  }

  async function followBySocket(
    jobId: string,
    after: number,
    goal: number,
    seen: number[],
  ): Promise<boolean> {
    const socket = client.openSocket(jobId, { after });
    let cut = false;
    socket.on('message', (data: Buffer) => {
      const { id } = JSON.parse(data.toString()) as Message;
      if (cut || id === undefined) return;
      seen.push(id);
      cut = seen.length >= goal;
      if (cut) socket.terminate();
    });
    const [code] = (await once(socket, 'close')) as [number];
    return code === 1000;
  }

  it('ends at once for who has seen the last event of a job that has ended', async () => {
    const jobId = await client.submit();
    await client.cancel(jobId);
    const all: number[] = [];
    await client.readSse(jobId, 0, AbortSignal.timeout(5_000), (id) => all.push(id));
    const socket = collect(client.openSocket(jobId, { after: all.at(-1)! }));
    expect(await socket.closed).toEqual({
      code: 1000,
      reason: JSON.stringify({ reason: 'job_ended', after: all.at(-1) }),
    });
    expect(socket.messages.filter(({ id }) => id !== undefined)).toEqual([]);
    await client.readSse(jobId, all.at(-1)!, AbortSignal.timeout(5_000), () => expect(true).toBe(false));
  });

  it('carries the same by both', async () => {
    const jobId = await client.submit();
    await client.log(jobId, 3);
    await client.cancel(jobId);
    const socket = collect(client.openSocket(jobId));
    await socket.closed;
    const response = await client.follow(jobId);
    const frames = (await response.text()).split('\n\n').filter((frame) => frame.includes('event: '));
    const bySse = frames.map((frame) => {
      const id = /^id: (\d+)$/m.exec(frame)?.[1];
      return {
        ...(id !== undefined && { id: Number(id) }),
        event: /^event: (.+)$/m.exec(frame)![1],
        data: JSON.parse(/^data: (.+)$/m.exec(frame)![1]!) as unknown,
      };
    });
    expect(socket.messages).toEqual(bySse);
  });

  describe('is opened by a browser with a ticket', () => {
    const ticketFor = async (jobId: string, token = client.token) => {
      const path = `${api.url}/v1/jobs/${jobId}/stream-tickets`;
      const response = await fetch(path, { method: 'POST', headers: bearer(token) });
      return { status: response.status, ticket: ((await response.json()) as { ticket: string }).ticket };
    };
    const withTicket = (jobId: string, ticket: string) =>
      client.openSocket(jobId, { protocols: ['aiprod.v1', `aiprod.ticket.${ticket}`] });

    it('that is good once, for its job', async () => {
      const [jobId, another] = [await client.submit(), await client.submit()];
      const { ticket } = await ticketFor(jobId);
      const socket = withTicket(jobId, ticket);
      await once(socket, 'open');
      expect(socket.protocol).toBe('aiprod.v1');
      socket.terminate();
      expect(await answer(withTicket(jobId, ticket))).toBe(401);
      expect(await answer(withTicket(another, (await ticketFor(jobId)).ticket))).toBe(401);
    });

    it('that is good for half a minute', async () => {
      const jobId = await client.submit();
      const { ticket } = await ticketFor(jobId);
      await api.database.query("UPDATE stream_tickets SET expires_at = now() - interval '1 second'");
      expect(await answer(withTicket(jobId, ticket))).toBe(401);
    });

    it('that nobody gets for another tenant’s job', async () => {
      const stranger = await api.tokenOf('ADMIN', crypto.randomUUID());
      expect((await ticketFor(await client.submit(), stranger)).status).toBe(404);
    });
  });

  it('is refused to strangers as the API refuses everything else', async () => {
    const jobId = await client.submit();
    const stranger = await api.tokenOf('ADMIN', crypto.randomUUID());
    expect(await answer(client.openSocket(jobId, { headers: bearer(stranger) }))).toBe(404);
    expect(await answer(client.openSocket(jobId, { headers: {} }))).toBe(401);
    expect(await answer(client.openSocket(jobId, { headers: bearer('nonsense') }))).toBe(401);
    expect(await answer(client.openSocket('x'))).toBe(404);
    expect((await fetch(`${api.url}/v1/jobs/${jobId}/events`, { headers: bearer(stranger) })).status).toBe(
      404,
    );
  });

  it('answers a request to upgrade to something else as if it had not asked', async () => {
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    socket.write(
      'GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\n\r\n',
    );
    expect(String((await once(socket, 'data'))[0])).toContain('HTTP/1.1 200');
    socket.destroy();
  });

  it('is cut off when the user is disabled', async () => {
    const jobId = await client.submit();
    const socket = client.openSocket(jobId);
    const { closed } = collect(socket);
    await once(socket, 'open');
    const response = await client.follow(jobId);
    const sse = response.text();
    await api.database.query('UPDATE users SET disabled_at = now() WHERE id = $1', [client.userId]);
    expect(await closed).toMatchObject({ code: 4401 });
    expect(await sse).toMatch(/event: revoked\ndata: .*\n\n$/);
  });

  it('is limited to so many streams of a user, of both kinds', async () => {
    const jobId = await client.submit();
    const sockets = [1, 2].map(() => client.openSocket(jobId));
    await Promise.all(sockets.map((socket) => once(socket, 'open')));
    const gone = new AbortController();
    await client.follow(jobId, { signal: gone.signal });
    const refused = await client.follow(jobId);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
    expect(await answer(client.openSocket(jobId))).toBe(429);
    sockets[0]!.terminate();
    await until(async () => {
      const socket = client.openSocket(jobId);
      const opened = (await answer(socket)) === 101;
      socket.terminate();
      return opened;
    });
    gone.abort();
    sockets[1]!.terminate();
  });

  it('tells its headers to who asks for these alone, and keeps no place for them', async () => {
    const jobId = await client.submit();
    for (let asked = 0; asked < 5; asked++) {
      const head = await client.follow(jobId, { method: 'HEAD' });
      expect([head.status, head.headers.get('content-type')]).toEqual([
        200,
        'text/event-stream; charset=utf-8',
      ]);
    }
    expect((await client.follow(newId(), { method: 'HEAD' })).status).toBe(404);
    const gone = new AbortController();
    const streams = [1, 2, 3].map(() => client.follow(jobId, { signal: gone.signal }));
    expect((await Promise.all(streams)).map(({ status }) => status)).toEqual([200, 200, 200]);
    gone.abort();
  });

  it('shows that it is alive', async () => {
    const socket = client.openSocket(await client.submit());
    await once(socket, 'ping');
    await once(socket, 'ping');
    socket.terminate();
  });

  describe('of a client that reads nothing', () => {
    const EVENTS = 4_000;
    const BYTES = 8_000;

    const WEBSOCKET = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    };

    /** A connection that has sent its request and takes nothing in. */
    const deaf = (jobId: string, upgrade: Record<string, string>): Socket => {
      const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
      const path = `/v1/jobs/${jobId}/events${upgrade === WEBSOCKET ? '/ws' : ''}`;
      const headers = { host: 'x', ...client.headers, ...upgrade };
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      socket.pause();
      socket.write([`GET ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
      return socket;
    };
    it.each([
      ['server-sent events', { connection: 'close' }],
      ['a WebSocket', WEBSOCKET],
    ])('keeps only so much in memory, and cuts it off: %s', async (_protocol, upgrade) => {
      const jobId = await client.submit();
      await client.log(jobId, EVENTS, BYTES);
      const before = await metric('http_event_streams_open');
      const socket = deaf(jobId, upgrade);
      await until(async () => (await metric('http_event_streams_open')) === before + 1);
      // Without a heartbeat's help: only the patience with it ends.
      await until(async () => (await metric('http_event_streams_open')) === before);
      let received = 0;
      let tail = '';
      socket.on('data', (chunk: Buffer) => {
        received += chunk.length;
        tail = (tail + chunk.toString('latin1')).slice(-500);
      });
      socket.resume();
      await once(socket, 'close');
      // What the system's own buffers of both sides took, and the bounded rest.
      expect(received).toBeLessThan((EVENTS * BYTES) / 2);
      expect(tail).toContain('too_slow');
    });

    const metric = async (name: string): Promise<number> => {
      const text = await (await fetch(`${api.url}/metrics`)).text();
      return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
    };
  });

  it('asks to come back when the API is told to stop', async () => {
    const other = await startApi();
    try {
      const follower = await StreamClient.of(other);
      const jobId = await follower.submit();
      const { messages, closed } = collect(follower.openSocket(jobId));
      const sse = follower.follow(jobId).then((response) => response.text());
      await until(() => messages.some(({ id: seq }) => seq === 1));
      await sleep(300);
      other.child.kill('SIGTERM');
      expect(await closed).toEqual({ code: 1012, reason: '{"reason":"shutting_down","after":1}' });
      expect(await sse).toMatch(/event: reconnect\ndata: {"reason":"shutting_down"}\n\n$/);
    } finally {
      await other.stop();
    }
  });
});
