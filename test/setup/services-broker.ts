import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded, type EmbeddedServices } from '#libs/embedded';
import { dropDatabase } from '#libs/testing';

let server: Server | undefined;
let services: Promise<EmbeddedServices> | undefined;
let dir: string;
let runId: string;

/**
 * Starts PostgreSQL and Redis for this run of Jest when the first spec asks for them (`testServices` in `#libs/testing`),
 * so that a run of unit tests does not wait for them.
 */
export async function openBroker(): Promise<void> {
  runId = randomBytes(4).toString('hex');
  dir = mkdtempSync(join(tmpdir(), 'aiprod-jest-'));
  const path = join(dir, 'services');
  server = createServer((socket) => {
    services ??= startEmbedded({ ephemeral: true, onProgress: console.error, onLost: console.error });
    services.then(
      ({ databaseUrl, redisUrl }) => socket.end(JSON.stringify({ databaseUrl, redisUrl, runId })),
      (error: Error) => socket.end(JSON.stringify({ error: error.message })),
    );
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server?.listen(path, resolve));
  server.unref();
  process.env.AIPROD_TEST_SERVICES = path;
}

export async function closeBroker(): Promise<void> {
  server?.close();
  rmSync(dir, { recursive: true, force: true });
  const running = await services?.catch(() => undefined);
  services = undefined;
  if (running === undefined) return;
  // Databases of an ephemeral PostgreSQL go with it; in one that was given, they would stay.
  if (process.env.DATABASE_URL) await dropDatabases(running.databaseUrl);
  await running.stop();
}

async function dropDatabases(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [`test_${runId}_`],
    );
    for (const { datname } of rows) await dropDatabase(client, datname);
  } finally {
    await client.end();
  }
}
