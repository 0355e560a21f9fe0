import { EventSourceParserStream, type EventSourceMessage } from 'eventsource-parser/stream';
import { AppError } from '#libs/kernel';
import type { Access, Artifact, Job, Problem } from './api-types.js';

/** The API refused a request. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(readonly problem: Problem) {
    super(problem.title);
  }

  /** What happened, which fields are wrong, and what to do. */
  explain(): string {
    const { title, status, detail, errors = [], correlationId } = this.problem;
    const fields = errors.map(({ path, message }) => `  ${path}: ${message}`);
    return [
      `${title} (${status})`,
      ...(fields.length > 0 ? fields : [`  ${detail ?? ''}`]),
      this.nextStep(correlationId),
    ].join('\n');
  }

  private nextStep(correlationId = 'unknown'): string {
    if (this.problem.errors?.length) return 'Change what is named above and run the command again.';
    if (this.problem.status >= 500) return `Look for ${correlationId} in the API's log.`;
    return 'Correct the request and run the command again.';
  }
}

/** What the CLI needs of the REST API. */
export class ApiClient {
  private token: Promise<string> | undefined;

  constructor(
    private readonly url: string,
    private readonly access: Access,
    private readonly signal: AbortSignal,
  ) {}

  submit(input: object): Promise<Job> {
    return this.json('/v1/jobs', { pipeline: 'video', input });
  }

  job(id: string): Promise<Job> {
    return this.json(`/v1/jobs/${id}`);
  }

  approve(id: string, comment: string): Promise<Job> {
    return this.json(`/v1/jobs/${id}/approval`, { decision: 'approve', comment });
  }

  async artifacts(jobId: string): Promise<Artifact[]> {
    return (await this.json<{ items: Artifact[] }>(`/v1/jobs/${jobId}/artifacts`)).items;
  }

  async content(artifactId: string): Promise<ReadableStream<Uint8Array>> {
    return body(await this.send(`/v1/artifacts/${artifactId}`));
  }

  /** The job's events after the one with this id, until the server ends the stream. */
  async *events(jobId: string, lastEventId: string | undefined): AsyncGenerator<EventSourceMessage> {
    const headers: Record<string, string> = { accept: 'text/event-stream' };
    if (lastEventId !== undefined) headers['last-event-id'] = lastEventId;
    const response = await this.send(`/v1/jobs/${jobId}/events`, undefined, headers);
    yield* body(response).pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  }

  /** Any other operation. @throws ProblemError */
  async call<T>(method: string, path: string, content?: object): Promise<T> {
    const answer = await (await this.send(path, content, {}, method)).text();
    return (answer === '' ? undefined : JSON.parse(answer)) as T;
  }

  /** An answer that is not JSON. @throws ProblemError */
  async text(path: string): Promise<string> {
    return (await this.send(path)).text();
  }

  private json<T>(path: string, content?: object): Promise<T> {
    return this.call(content === undefined ? 'GET' : 'POST', path, content);
  }

  private async send(
    path: string,
    content?: object,
    headers: Record<string, string> = {},
    method = 'GET',
  ): Promise<Response> {
    const ask = async () => {
      this.token ??= this.signIn();
      return this.request(method, path, content, { ...headers, authorization: `Bearer ${await this.token}` });
    };
    const response = await ask();
    if (response.status !== 401 || 'token' in this.access) return accepted(response);
    // The token has run out: a film can take longer than one lasts.
    this.token = undefined;
    return accepted(await ask());
  }

  private async signIn(): Promise<string> {
    if ('token' in this.access) return this.access.token;
    const response = await accepted(await this.request('POST', '/v1/auth/login', this.access));
    const { accessToken } = (await response.json()) as { accessToken?: string };
    if (accessToken !== undefined) return accessToken;
    const hint = 'set AIPROD_TOKEN to an API key or an access token instead';
    throw new AppError(
      'cli.second_factor',
      `This account asks for a second factor, which a command can’t give: ${hint}`,
    );
  }

  private request(
    method: string,
    path: string,
    content: object | undefined,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(this.url + path, {
      signal: this.signal,
      method,
      ...(content === undefined
        ? { headers }
        : {
            body: JSON.stringify(content),
            headers: { ...headers, 'content-type': 'application/json' },
          }),
    });
  }
}

async function accepted(response: Response): Promise<Response> {
  if (response.ok) return response;
  const text = await response.text();
  let problem: Problem;
  try {
    problem = JSON.parse(text) as Problem;
  } catch {
    problem = { title: response.statusText || 'The API refused', status: response.status, detail: text };
  }
  throw new ProblemError(problem);
}

function body(response: Response): ReadableStream<Uint8Array<ArrayBuffer>> {
  if (response.body === null) throw new Error(`${response.url} answered without a body`);
  return response.body;
}
