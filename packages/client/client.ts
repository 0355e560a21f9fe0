import createFetchClient, { type Client } from 'openapi-fetch';
import { type Access, TokenSource } from './access.js';
import { Artifacts } from './artifacts.js';
import { Batches } from './batches.js';
import { Jobs } from './jobs.js';
import type { paths } from './schema.js';
import { type Patience, Transport } from './transport.js';

export interface ClientOptions extends Partial<Patience> {
  /** Where the API is: `https://aiprod.example.com`. */
  readonly url: string;
  /** Left out: only what is open to everybody. */
  readonly access?: Access;
  /** Ends every request and everything that is being followed. */
  readonly signal?: AbortSignal;
  readonly fetch?: typeof fetch;
}

/**
 * The API, typed. What it refuses is thrown as a ProblemError.
 *
 * ```ts
 * const client = new AiprodClient({ url: 'http://127.0.0.1:3000', access: { token: 'aiprod_…' } });
 * const job = await client.jobs.submit({ pipeline: 'video', input: { brief: 'A bakery opens in Lisbon' } });
 * for await (const event of client.jobs.watch(job.id)) console.log(event.type);
 * ```
 */
export class AiprodClient {
  /** Every operation: `await data(client.api.GET('/v1/jobs/{id}', { params: { path: { id } } }))`. */
  readonly api: Client<paths>;
  readonly jobs: Jobs;
  readonly batches: Batches;
  readonly artifacts: Artifacts;

  constructor({ url, access, signal, retries = 2, retryDelayMs = 500, fetch: send = fetch }: ClientOptions) {
    const baseUrl = url.replace(/\/+$/, '');
    const stoppable: typeof fetch = (input, init) => {
      const request = new Request(input, init);
      return send(
        signal === undefined
          ? request
          : new Request(request, { signal: AbortSignal.any([signal, request.signal]) }),
      );
    };
    const tokens =
      access &&
      new TokenSource(access, (credentials) =>
        stoppable(`${baseUrl}/v1/auth/login`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(credentials),
        }),
      );
    const transport = new Transport(stoppable, tokens, { retries, retryDelayMs });
    this.api = createFetchClient<paths>({ baseUrl, fetch: transport.fetch });
    this.jobs = new Jobs(this.api, signal);
    this.batches = new Batches(this.api, signal);
    this.artifacts = new Artifacts(this.api);
  }
}
