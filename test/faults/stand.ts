import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { hashPassword } from '#libs/auth';
import { migrate } from '#libs/database';
import { newId } from '#libs/kernel';
import {
  freePort,
  INSTALL_AUDIT,
  startProvider,
  startServers,
  Supervisor,
  type KillableServers,
  type ProviderProcess,
} from '#libs/testing/faults';

export interface StandOptions {
  workers: number;
  apis: number;
  /** Settings of the attacked processes. */
  env?: NodeJS.ProcessEnv;
  /** The database has no schema when the processes start. */
  empty?: boolean;
  workerEnv?: NodeJS.ProcessEnv;
  apiEnv?: NodeJS.ProcessEnv;
  /** Starts what else the attack needs, such as more providers, and gives the settings by which the processes find it. */
  alongside?: (dir: string, undo: Undo) => Promise<NodeJS.ProcessEnv>;
  /** Addresses for the workers in place of the servers' own, e.g. those of a proxy. */
  workerAddresses?: (servers: KillableServers) => Promise<NodeJS.ProcessEnv>;
}

const EMAIL = 'faults@example.org';
const PASSWORD = 'only-for-fault-drills';
const main = (name: string) => fileURLToPath(new URL(`./${name}-main.js`, import.meta.url));

/** Steps of cleaning up, in the order in which their causes came about. */
export type Undo = (() => unknown)[];

/** The last cause first; a step that fails does not keep the others from being taken. */
export async function cleanUp(undo: Undo): Promise<void> {
  for (const step of undo.splice(0).reverse()) {
    await Promise.resolve()
      .then(step)
      .catch((error: unknown) => console.error(error));
  }
}

/** Everything that an attack needs, in processes and a directory of its own: servers, provider, APIs and workers. */
export class Stand {
  readonly accepted: string[] = [];
  private token = '';

  private constructor(
    readonly dir: string,
    readonly servers: KillableServers,
    readonly provider: ProviderProcess,
    readonly supervisor: Supervisor,
    private connection: pg.Client,
    readonly apiUrls: string[],
    private readonly workerEnv: NodeJS.ProcessEnv,
  ) {}

  /** @param undo what it takes to clean up, from the first moment on: a start can be interrupted too */
  static async start(options: StandOptions, undo: Undo): Promise<Stand> {
    const { workers, apis, empty, env, workerEnv, apiEnv, workerAddresses, alongside } = options;
    const dir = mkdtempSync(join(tmpdir(), 'aiprod-faults-'));
    undo.push(() => rmSync(dir, { recursive: true, force: true }));
    const servers = await startServers(dir);
    undo.push(() => servers.stop());
    const provider = await startProvider(join(dir, 'provider-journal.jsonl'));
    undo.push(() => provider.stop());
    const client = await connect(servers.postgres.url);
    const prepare = async () => {
      await migrate(servers.postgres.url);
      await client.query(INSTALL_AUDIT);
      await addUser(client);
    };
    if (!empty) await prepare();
    const supervisor = new Supervisor(join(dir, 'logs'));
    undo.push(() => supervisor.stop());
    mkdirSync(join(dir, 'storage'));
    const proxied = await workerAddresses?.(servers);
    const found = await alongside?.(dir, undo);
    const shared: NodeJS.ProcessEnv = {
      DATABASE_URL: servers.postgres.url,
      REDIS_URL: servers.redis.url,
      SECRETS_KEYS: `drill:${Buffer.alloc(32, 'only for fault drills').toString('base64')}`,
      AUTH_TOKEN_TTL_SECONDS: '86400',
      STORAGE_DIR: join(dir, 'storage'),
      LOG_LEVEL: 'warn',
      LIMITS_ENABLED: 'false',
      FAULTS_PROVIDER_URL: provider.url,
      ...found,
      ...env,
    };
    const ports = await Promise.all(Array.from({ length: apis }, () => freePort()));
    const urls = ports.map((port) => `http://127.0.0.1:${port}`);
    const stand = new Stand(dir, servers, provider, supervisor, client, urls, {
      ...shared,
      ...proxied,
      ...workerEnv,
    });
    undo.push(() => stand.connection.end());
    await Promise.all([
      ...ports.map((port, n) =>
        supervisor.start({
          name: `api-${n}`,
          main: main('api'),
          env: { ...shared, ...apiEnv, API_PORT: String(port) },
        }),
      ),
      stand.startWorkers(workers),
    ]);
    if (empty) await prepare();
    await stand.signIn();
    return stand;
  }

  /** Resolves once they are ready. */
  async startWorkers(count: number): Promise<void> {
    const starts = Array.from({ length: count }, (_, n) =>
      this.supervisor.start({ name: `worker-${n}`, main: main('worker'), env: this.workerEnv }),
    );
    await Promise.all(starts);
  }

  /** Our own connection to the attacked database. */
  get client(): pg.Client {
    return this.connection;
  }

  /** After PostgreSQL has gone away and come back. */
  async reconnect(): Promise<void> {
    await this.connection.end().catch(() => undefined);
    for (const deadline = Date.now() + 30_000; ; await sleep(100)) {
      try {
        this.connection = await connect(this.servers.postgres.url);
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
    }
  }

  /** Submits until an API accepts. What got no answer is submitted again and is not counted: we were not told. */
  async submit(input: { seconds: number; seed: number }, deadline = Date.now() + 60_000): Promise<string> {
    for (let attempt = input.seed; ; attempt++) {
      const url = this.apiUrls[attempt % this.apiUrls.length];
      const response = await fetch(`${url}/v1/jobs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
        body: JSON.stringify({ pipeline: 'attacked', input }),
        signal: AbortSignal.timeout(10_000),
      }).catch(() => null);
      if (response?.status === 202) {
        const { id } = (await response.json()) as { id: string };
        this.accepted.push(id);
        return id;
      }
      if (Date.now() > deadline) {
        throw new Error(
          `No API has accepted a job for a minute; the last answer: ${response?.status ?? 'none'}`,
        );
      }
      await sleep(100);
    }
  }

  /** Sends a submission that names itself, once. @returns null where the API died before it answered */
  async postOnce(
    key: string,
    input: object,
    attempt: number,
  ): Promise<{ status: number; text: string } | null> {
    const url = this.apiUrls[attempt % this.apiUrls.length];
    try {
      const response = await fetch(`${url}/v1/jobs`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${this.token}`,
          'idempotency-key': key,
        },
        body: JSON.stringify({ pipeline: 'attacked', input }),
        signal: AbortSignal.timeout(10_000),
      });
      return { status: response.status, text: await response.text() };
    } catch {
      return null;
    }
  }

  /** Once. @returns null where the job is not accepted because no budget has room for it */
  async submitWithinBudget(pipeline: string, input: object): Promise<string | null> {
    const response = await this.ask('POST', '/v1/jobs', { pipeline, input });
    if (response.status === 402) return null;
    const { id } = await answerOf<{ id: string }>('/v1/jobs', response);
    this.accepted.push(id);
    return id;
  }

  /** Asks the first API for something. @throws Error with what it answered instead */
  async post<T>(path: string, body: object): Promise<T> {
    return answerOf<T>(path, await this.ask('POST', path, body));
  }

  async put<T>(path: string, body: object): Promise<T> {
    return answerOf<T>(path, await this.ask('PUT', path, body));
  }

  private ask(method: string, path: string, body: object): Promise<Response> {
    return fetch(`${this.apiUrls[0]}${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
  }

  async unfinished(): Promise<number> {
    const { rows } = await this.client.query<{ n: number }>(
      `SELECT (SELECT count(*) FROM jobs WHERE status NOT IN ('completed', 'failed', 'cancelled'))::int
            + (SELECT count(*) FROM outbox)::int AS n`,
    );
    return rows[0]?.n ?? 0;
  }

  async completed(): Promise<number> {
    const { rows } = await this.client.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM jobs WHERE status = 'completed'",
    );
    return rows[0]?.n ?? 0;
  }

  /** Waits until nothing is left to do. @returns false where that has not come true within `ms` */
  async drained(ms: number, onWait: (left: number) => void = () => undefined): Promise<boolean> {
    for (const deadline = Date.now() + ms; ; await sleep(250)) {
      const left = await this.unfinished();
      if (left === 0) return true;
      onWait(left);
      if (Date.now() > deadline) return false;
    }
  }

  private async signIn(): Promise<void> {
    const response = await fetch(`${this.apiUrls[0]}/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
    });
    if (!response.ok) throw new Error(`Signing in failed with ${response.status}`);
    this.token = ((await response.json()) as { accessToken: string }).accessToken;
  }
}

async function answerOf<T>(path: string, response: Response): Promise<T> {
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function addUser(client: pg.Client): Promise<void> {
  const tenantId = newId();
  // It publishes prices, which only the tenant that operates the system may.
  await client.query("INSERT INTO tenants (id, name, operator) VALUES ($1, 'faults', true)", [tenantId]);
  await client.query(
    "INSERT INTO users (id, tenant_id, email, password_hash, role) VALUES ($1, $2, $3, $4, 'ADMIN')",
    [newId(), tenantId, EMAIL, await hashPassword(PASSWORD)],
  );
}
