import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ApiClient, ProblemError } from './api-client.js';
import type { Job, Stage } from './api-types.js';
import { followJob } from './follow-job.js';

const stage = (progress: number): Stage => ({
  stage: 'render',
  item: null,
  status: progress === 1 ? 'succeeded' : 'running',
  progress,
  startedAt: null,
  finishedAt: null,
});

const job = (status: string, progress: number): Job => ({
  id: 'j1',
  status,
  state: 'AGENTS_EXECUTED',
  scores: {},
  costMicros: 0,
  error: null,
  stages: [stage(progress)],
});

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const answer = (response: ServerResponse, content: object, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
const stream = (response: ServerResponse, ...frames: string[]) =>
  response
    .writeHead(200, { 'content-type': 'text/event-stream' })
    .write(frames.map((frame) => `${frame}\n\n`).join(''));
const progressFrame = (progress: number) =>
  `event: progress\ndata: ${JSON.stringify({ stages: [stage(progress)] })}`;

describe('following a job', () => {
  let server: Server;
  let routes: Record<string, Handler>;
  let asked: string[];
  let client: ApiClient;
  const signal = AbortSignal.timeout(20_000);

  beforeEach(async () => {
    asked = [];
    routes = {
      'POST /v1/auth/login': (_, response) => answer(response, { accessToken: `token${asked.length}` }),
    };
    server = createServer((request, response) => {
      const route = `${request.method} ${request.url}`;
      asked.push(route);
      void text(request).then((body) => {
        const handler = routes[route];
        if (handler) handler(request, response, body);
        else answer(response, { title: 'Nothing here', status: 404 }, 404);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    client = new ApiClient(`http://127.0.0.1:${port}`, { email: 'a@example.com', password: 'p' }, signal);
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const follow = async (
    onApproval: () => Promise<void> = () => Promise.reject(new Error('no approval expected')),
  ) => {
    const seen: number[] = [];
    const end = await followJob(
      client,
      'j1',
      { onStages: ([first]) => seen.push(first?.progress ?? -1), onApproval },
      signal,
    );
    return { end, seen };
  };

  it('reads its events until the stream ends, and then its final state', async () => {
    routes['GET /v1/jobs/j1/events'] = (request, response) => {
      expect(request.headers.authorization).toMatch(/^Bearer token/);
      stream(response, progressFrame(0.25), progressFrame(0.5), 'id: 7\nevent: job.completed\ndata: {}');
      response.end();
    };
    routes['GET /v1/jobs/j1'] = (_, response) => answer(response, job('completed', 1));
    expect(await follow()).toEqual({ end: job('completed', 1), seen: [0.25, 0.5, 1] });
  });

  it('goes on where a broken stream broke', async () => {
    const resumedFrom: unknown[] = [];
    let status = 'processing';
    routes['GET /v1/jobs/j1/events'] = (request, response) => {
      resumedFrom.push(request.headers['last-event-id']);
      if (resumedFrom.length === 1) {
        stream(response, 'id: 3\nevent: stage.succeeded\ndata: {}');
        setTimeout(() => response.destroy(), 50);
      } else {
        status = 'completed';
        response.end();
      }
    };
    routes['GET /v1/jobs/j1'] = (_, response) => answer(response, job(status, 0.5));
    expect((await follow()).end.status).toBe('completed');
    expect(resumedFrom).toEqual([undefined, '3']);
  });

  it('asks for the state where there are no events, also while the API is being started again', async () => {
    const answers = [
      (response: ServerResponse) => answer(response, job('processing', 0.5)),
      (response: ServerResponse) => response.destroy(),
      (response: ServerResponse) => answer(response, job('failed', 0.5)),
    ];
    routes['GET /v1/jobs/j1'] = (_, response) => void answers.shift()?.(response);
    const { end, seen } = await follow();
    expect(end.status).toBe('failed');
    expect(seen).toEqual([0.5, 0.5]);
  });

  it('lets somebody approve a job that waits for it', async () => {
    let status = 'awaiting_approval';
    routes['GET /v1/jobs/j1/events'] = (_, response) => {
      if (status === 'completed') return response.writeHead(200).end();
      // The stream stays open: nothing happens until somebody decides.
      return stream(response, 'id: 1\nevent: stage.awaiting_approval\ndata: {}');
    };
    routes['GET /v1/jobs/j1'] = (_, response) => answer(response, job(status, 1));
    routes['POST /v1/jobs/j1/approval'] = (_, response, body) => {
      expect(JSON.parse(body)).toEqual({ decision: 'approve', comment: 'fine' });
      status = 'completed';
      answer(response, job(status, 1), 202);
    };
    expect((await follow(async () => void (await client.approve('j1', 'fine')))).end.status).toBe(
      'completed',
    );
  });

  it('signs in again when its token has run out', async () => {
    let refusals = 1;
    routes['GET /v1/jobs/j1'] = (_, response) =>
      refusals-- > 0
        ? answer(response, { title: 'Sign in first', status: 401 }, 401)
        : answer(response, job('completed', 1));
    expect((await client.job('j1')).status).toBe('completed');
    expect(asked.filter((route) => route === 'POST /v1/auth/login')).toHaveLength(2);
  });

  it('explains what the API refuses: each wrong field, and the next step', async () => {
    routes['POST /v1/jobs'] = (_, response) =>
      answer(
        response,
        { title: 'Wrong input', status: 400, errors: [{ path: 'input.brief', message: 'must have words' }] },
        400,
      );
    const refused = await client.submit({}).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ProblemError);
    expect((refused as ProblemError).explain()).toBe(
      'Wrong input (400)\n  input.brief: must have words\nChange what is named above and run the command again.',
    );
  });

  it('does not ask for ever about a job that does not exist', async () => {
    await expect(follow()).rejects.toMatchObject({ problem: { status: 404 } });
  });
});
