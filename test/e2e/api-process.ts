import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AiprodClient } from '#client';
import { hashPassword } from '#libs/auth';
import { createDataSource, Database, DatabaseConfig } from '#libs/database';
import { newId } from '#libs/kernel';
import { testEnvironment } from '#libs/testing';

const MAIN = fileURLToPath(new URL('../../apps/api/src/main.js', import.meta.url));
export const TENANT_ID = newId();
export const PASSWORD = 'correct horse battery staple';

export interface ApiProcess {
  url: string;
  database: Database;
  storageDir: string;
  child: ChildProcess;
  /** What it has logged. */
  log: string[];
  addUser(role: string, tenantId?: string): Promise<{ id: string; email: string }>;
  /** A token of a user that was added. */
  signIn(email: string): Promise<string>;
  /** A token of a new user of this role. */
  tokenOf(role: string, tenantId?: string): Promise<string>;
  /** Asks once, as whoever has this token. */
  as(token: string): AiprodClient;
  stop(): Promise<void>;
}

/** The API as it ships: its own process, on this run's PostgreSQL and Redis. */
export async function startApi(settings: NodeJS.ProcessEnv = {}): Promise<ApiProcess> {
  const environment = await testEnvironment();
  const storageDir = await mkdtemp(join(tmpdir(), 'aiprod-api-'));
  const dataSource = await createDataSource(DatabaseConfig.fromEnv()).initialize();
  const database = new Database(dataSource);
  const passwordHash = await hashPassword(PASSWORD);

  const { child, log, url } = await launch({ STORAGE_DIR: storageDir, ...settings });
  const addUser = async (role: string, tenantId = TENANT_ID) => {
    const id = newId();
    const email = `${id}@example.org`;
    // The first tenant operates the system, as on a fresh installation.
    await database.query(
      "INSERT INTO tenants (id, name, operator) VALUES ($1, 'test', $2) ON CONFLICT DO NOTHING",
      [tenantId, tenantId === TENANT_ID],
    );
    await database.query(
      'INSERT INTO users (id, tenant_id, email, password_hash, role) VALUES ($1, $2, $3, $4, $5)',
      [id, tenantId, email, passwordHash, role],
    );
    return { id, email };
  };
  const signIn = async (email: string) => {
    const response = await fetch(`${url}/v1/auth/login`, json({ email, password: PASSWORD }));
    return ((await response.json()) as { accessToken: string }).accessToken;
  };
  return {
    url,
    database,
    storageDir,
    child,
    log,
    addUser,
    signIn,
    as: (token) => new AiprodClient({ url, access: { token }, retries: 0 }),
    tokenOf: async (role, tenantId) => signIn((await addUser(role, tenantId)).email),
    stop: async () => {
      await end(child, () => child.kill('SIGTERM'));
      await dataSource.destroy();
      await environment.drop();
      await rm(storageDir, { recursive: true, force: true });
    },
  };
}

/** Runs main.js until it listens. @throws Error with what it printed when it ends before that */
export async function launch(settings: NodeJS.ProcessEnv) {
  const log: string[] = [];
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, API_PORT: '0', LOG_LEVEL: 'info', LIMITS_ENABLED: 'false', ...settings },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface({ input: stream }).on('line', (line) => {
        log.push(line);
        const listening = /Listening on (http:[^"]+)/.exec(line)?.[1];
        if (listening) resolve(listening);
      });
    }
    child.once('close', (code) => reject(Object.assign(new Error(log.join('\n')), { code })));
  });
  return { child, log, url };
}

/** Waits for what soon comes true. @throws Error after two seconds */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await holds()); waited += 20) {
    if (waited > 2_000) throw new Error(`It never came true: ${holds.toString()}`);
    await sleep(20);
  }
}

/** Does something that should end the process, and waits until it has. */
export async function end(child: ChildProcess, by: () => unknown): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = once(child, 'exit');
  by();
  return ((await ended) as [number | null])[0];
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** A POST of a JSON body, or of a text as it is. */
export const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
