import type { LightMyRequestResponse } from 'fastify';
import { AccessTokens, NO_PASSWORD, Sessions } from '#libs/auth';
import { acrossTenants, Database } from '#libs/database';
import { newId } from '#libs/kernel';
import { type ApiApp, openApi } from '../api-app.js';
import { currentDescription } from '../openapi-document.js';
import { fuzz } from './fuzz.js';
import type { FuzzRequest, KnownIds } from './requests.js';

const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? (process.env.NIGHTLY ? 100_000 : 20_000));
/** On the slowest machine that it should pass on. */
const MS_EACH = 30;
const SEED = Number(process.env.FUZZ_SEED ?? 1);

const BRIEF = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';

describe('whatever is sent', () => {
  let api: ApiApp;
  let token = '';
  let signingIn: Promise<void> | undefined;
  const tenantId = newId();
  const known: Record<string, string[]> = { jobs: [], ended: [], schedules: [] };

  const inject = (method: string, url: string, body?: string, headers: Record<string, string> = {}) =>
    api.app.inject({
      method: method as 'GET',
      url,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body !== undefined && { payload: body }),
    }) as Promise<LightMyRequestResponse>;
  const post = async (url: string, body: object) =>
    (await inject('POST', url, JSON.stringify(body), { 'content-type': 'application/json' })).json<{
      id: string;
    }>();

  /** Requests may lock the administrator out, and are then made by another one: not by way of the API, which counts who signs in how often. */
  const signIn = async () => {
    const { app } = api;
    const [database, userId] = [app.get(Database), newId()];
    const session = await acrossTenants(async () => {
      // Else a fifth of the operations would refuse whatever they are sent.
      await database.query(
        "INSERT INTO tenants (id, name, operator) VALUES ($1, 'fuzz', true) ON CONFLICT DO NOTHING",
        [tenantId],
      );
      await database.query(
        "INSERT INTO users (id, tenant_id, email, password_hash, role) VALUES ($1, $2, $3, $4, 'ADMIN')",
        [userId, tenantId, `${userId}@example.org`, NO_PASSWORD],
      );
      const client = { address: '127.0.0.1', device: 'fuzz' };
      return database.transaction((sql) =>
        app.get(Sessions).start(sql, { userId, tenantId }, 'token', client),
      );
    });
    token = app.get(AccessTokens).issue(session).accessToken;
  };

  beforeAll(async () => {
    api = await openApi();
    await signIn();
    const job = { pipeline: 'video', input: { brief: BRIEF } };
    for (let n = 0; n < 6; n++) known.jobs!.push((await post('/v1/jobs', job)).id);
    for (const id of known.jobs!.slice(3)) {
      await inject('POST', `/v1/jobs/${id}/cancel`);
      known.ended!.push(id);
    }
    const schedule = { cron: '0 7 * * 1-5', pipeline: 'video', input: { brief: BRIEF } };
    for (const name of ['A', 'B'])
      known.schedules!.push((await post('/v1/schedules', { ...schedule, name })).id);
  }, 60_000);
  afterAll(() => api?.close());

  const ids: KnownIds = (path, parameter) => {
    // The events of a job that has not ended are told for as long as it lasts.
    if (path.endsWith('/events')) return known.ended!;
    if (parameter === 'version') return ['1', 'current'];
    return parameter === 'id' ? (known[path.split('/')[2]!] ?? []) : [];
  };

  const send = async (request: FuzzRequest) => {
    const { method, url, body, headers, operation } = request;
    const before = token;
    const answer = await inject(method, url, body, headers);
    if (answer.statusCode !== 401 || operation.security === undefined) return answer;
    // All that were on their way need one new token.
    if (token === before) await (signingIn ??= signIn().finally(() => (signingIn = undefined)));
    return inject(method, url, body, headers);
  };

  it(
    'is answered as the document says, without a failure of ours and without a word about our insides',
    async () => {
      const report = await fuzz(currentDescription(api.app), {
        seed: SEED,
        requests: REQUESTS,
        ids,
        send,
      });
      console.info(`${report.requests} requests, by status ${JSON.stringify(report.statuses)}`);
      expect(report.faults.join('\n')).toBe('');
      expect(report.requests).toBe(REQUESTS);
    },
    60_000 + REQUESTS * MS_EACH,
  );
});
