import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AiprodClient, ProblemError } from '#client';
import { explainProblem } from './explain-problem.js';
import { followJob } from './follow-job.js';

const stages = (progress: number) => [{ stage: 'render', progress }];
const job = (status: string) => ({ id: 'j1', status, stages: stages(1) });
const progress = (fraction: number) =>
  `event: progress\ndata: ${JSON.stringify({ stages: stages(fraction) })}`;
const APPROVAL = 'id: 2\nevent: stage.awaiting_approval\ndata: {}';
const COMPLETED = 'id: 3\nevent: job.completed\ndata: {}';

describe('following a job', () => {
  let server: Server;
  let routes: Record<string, (response: ServerResponse) => void>;
  let client: AiprodClient;

  const answer = (response: ServerResponse, content: object, status = 200) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
  const streamOf =
    (...frames: string[]) =>
    (response: ServerResponse) =>
      void response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .end(frames.map((frame) => `${frame}\n\n`).join(''));

  beforeEach(async () => {
    routes = {};
    server = createServer(({ method, url }, response) => {
      const route = routes[`${method} ${url}`];
      if (route) route(response);
      else answer(response, { title: 'Nothing here', status: 404 }, 404);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    client = new AiprodClient({ url, access: { token: 't' } });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const follow = async () => {
    const seen: number[] = [];
    const approved: string[] = [];
    const end = await followJob(client, 'j1', {
      onStages: ([first]) => seen.push(first?.progress ?? -1),
      onApproval: async ({ id }) => void approved.push(id),
    });
    return { end, seen, approved };
  };

  it('shows its stages until it ends, and then its final state', async () => {
    routes['GET /v1/jobs/j1/events'] = streamOf(progress(0.25), progress(0.5), COMPLETED);
    routes['GET /v1/jobs/j1'] = (response) => answer(response, job('completed'));
    expect(await follow()).toEqual({ end: job('completed'), seen: [0.25, 0.5, 1], approved: [] });
  });

  it('lets somebody approve it, once for all of its stages that wait', async () => {
    const statuses = ['awaiting_approval', 'processing', 'completed'];
    routes['GET /v1/jobs/j1/events'] = streamOf(APPROVAL, APPROVAL, COMPLETED);
    routes['GET /v1/jobs/j1'] = (response) =>
      answer(response, job((statuses.length > 1 ? statuses.shift() : statuses[0]) as string));
    expect(await follow()).toMatchObject({ end: { status: 'completed' }, approved: ['j1'] });
  });

  it('does not ask for ever about a job that does not exist', async () => {
    await expect(follow()).rejects.toMatchObject({ status: 404 });
  });
});

describe('what the API refuses', () => {
  const problem = { type: '', title: 'Wrong input', instance: '', correlationId: 'c1' };

  it.each([
    [
      { status: 400, detail: '', errors: [{ path: 'input.brief', message: 'must have words' }] },
      'Wrong input (400)\n  input.brief: must have words\nChange what is named above and run the command again.',
    ],
    [{ status: 500, detail: 'Sorry' }, "Wrong input (500)\n  Sorry\nLook for c1 in the API's log."],
  ])('is told with the next step', (details, text) => {
    expect(explainProblem(new ProblemError({ ...problem, ...details }))).toBe(text);
  });
});
