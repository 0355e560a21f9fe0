import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { startEmbedded } from '#libs/embedded';

export interface TestServices {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Tells the databases of this run from those of another. */
  readonly runId: string;
}

let own: Promise<TestServices> | undefined;

/**
 * PostgreSQL and Redis for tests: one pair for a whole run of Jest, started when it is first asked for; outside Jest, one
 * pair for this process. `DATABASE_URL` and `REDIS_URL`, where set, are used instead.
 */
export function testServices(): Promise<TestServices> {
  const broker = process.env.AIPROD_TEST_SERVICES;
  own ??= broker === undefined ? startOwn() : ask(broker);
  return own;
}

async function ask(broker: string): Promise<TestServices> {
  const answer = JSON.parse(await text(connect(broker))) as TestServices | { error: string };
  if ('error' in answer) throw new Error(`No PostgreSQL and Redis for this test: ${answer.error}`);
  return answer;
}

async function startOwn(): Promise<TestServices> {
  const { databaseUrl, redisUrl } = await startEmbedded({ ephemeral: true, onProgress: console.error });
  return { databaseUrl, redisUrl, runId: String(process.pid) };
}
