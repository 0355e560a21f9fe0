import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '#libs/database';
import { testServices } from './services.js';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/**
 * A database of the caller's own, with the schema in it. The schema is laid once for a run, and then copied.
 * `prepare` lays another one; it then needs a `name`, by which it is laid once.
 */
export async function testDatabase(
  template: { name: string; prepare(url: string): Promise<void> } = { name: 'schema', prepare: migrate },
): Promise<TestDatabase> {
  const { databaseUrl, runId } = await testServices();
  const source = `test_${runId}_template_${template.name}`;
  const name = `test_${runId}_${randomBytes(6).toString('hex')}`;
  const urlOf = (database: string) => Object.assign(new URL(databaseUrl), { pathname: `/${database}` }).href;

  await withClient(databaseUrl, async (client) => {
    // Specs run side by side: one lays the schema, the others wait for it. The lock ends with the connection.
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [source]);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [source]);
    if (rowCount === 0) {
      const draft = `${source}_draft`;
      await client.query(`DROP DATABASE IF EXISTS "${draft}"`);
      await client.query(`CREATE DATABASE "${draft}"`);
      await template.prepare(urlOf(draft));
      await client.query(`ALTER DATABASE "${draft}" RENAME TO "${source}"`);
    }
    await client.query(`CREATE DATABASE "${name}" TEMPLATE "${source}"`);
  });
  return {
    url: urlOf(name),
    drop: () => withClient(databaseUrl, (client) => dropDatabase(client, name)),
  };
}

const INSUFFICIENT_PRIVILEGE = '42501';
const MOMENT_MS = 100;

/** Ends whoever is connected to it. The server's own clean-up may be at work in it for a moment, and nobody but the server may end that. */
export async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  for (let tries = 50; ; tries--) {
    try {
      await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      return;
    } catch (error) {
      if ((error as pg.DatabaseError).code !== INSUFFICIENT_PRIVILEGE || tries === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, MOMENT_MS));
    }
  }
}

async function withClient(url: string, use: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}
