import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Random, seededRandom } from '#libs/kernel';
import { testEnvironment } from '#libs/testing';
import { Supervisor } from '#libs/testing/faults';
import { writeEvents, type WrittenEvents } from './event-log.js';
import { type Manager, startManager } from './manager.js';
import { type Answer, Receiver } from './receiver.js';

export interface DrillOptions {
  events: number;
  kills: number;
  seed: number;
}

export interface DrillOutcome extends DrillOptions {
  /** Committed events that never arrived. */
  missing: number;
  /** Events that arrived although they were rolled back, or never happened. */
  invented: number;
  /** Events that came under more than one `webhook-id`, and ids that stood for more than one body. */
  ambiguousIds: number;
  /** Requests whose signature the reference library refused. */
  forged: number;
  requests: number;
  /** Requests that the receiver failed on purpose. */
  failed: number;
  /** Events that were accepted more than once. */
  repeated: number;
  killsDone: number;
  seconds: number;
}

const SENDERS = 2;
const FAILURE_RATE = 0.3;
const PATH = '/hook';

/** For once, everything happens in seconds that otherwise takes minutes. */
const SETTINGS = {
  WEBHOOK_TIMEOUT_MS: '1000',
  WEBHOOK_LEASE_MS: '1000',
  WEBHOOK_CONCURRENCY: '24',
  WEBHOOK_ENDPOINT_CONCURRENCY: '96',
  WEBHOOK_POLL_MS: '50',
  WEBHOOK_RETRY_BASE_MS: '50',
  WEBHOOK_BREAKER_FAILURES: '8',
  DATABASE_POOL_SIZE: '8',
};

/** Events are written while their senders are killed again and again and their receiver fails: what arrives, and how? */
export async function runDrill(options: DrillOptions, tell: (line: string) => void): Promise<DrillOutcome> {
  const startedAt = Date.now();
  const environment = await testEnvironment();
  const dir = await mkdtemp(join(tmpdir(), 'aiprod-webhooks-'));
  const receiver = await Receiver.start();
  Object.assign(process.env, SETTINGS, { WEBHOOK_ALLOWED_ORIGINS: receiver.url });
  const manager = await startManager();
  const senders = new Supervisor(dir);
  try {
    const endpointId = await manager.subscribe(receiver, PATH);
    receiver.answer = failingAnswers(seededRandom(options.seed, 'receiver'));
    const main = fileURLToPath(new URL('./sender-main.js', import.meta.url));
    const names = Array.from({ length: SENDERS }, (_, index) => `sender-${index + 1}`);
    await Promise.all(names.map((name) => senders.start({ name, main, env: {} })));
    tell('the senders have booted');
    const [written] = await Promise.all([
      writeEvents(manager.database, manager.caller.tenantId, { ...options, paceMs: 20 }),
      killAgainAndAgain(senders, names, options, tell),
    ]);
    tell(`${written.committed.size} events are written, ${senders.kills.length} kills done`);
    await emptied(manager, endpointId, tell);
    return {
      ...judge(receiver, written, options),
      killsDone: senders.kills.length,
      seconds: (Date.now() - startedAt) / 1_000,
    };
  } finally {
    await senders.stop();
    await manager.close();
    await receiver.stop();
    await environment.drop();
    await rm(dir, { recursive: true, force: true });
  }
}

function failingAnswers(random: Random): () => Answer {
  return () => {
    if (random.next() >= FAILURE_RATE) return { status: 204 };
    const kind = random.next();
    if (kind < 0.6) return { status: 500, body: 'something broke' };
    if (kind < 0.8) return 'hang up';
    if (kind < 0.95) return { status: 302, headers: { location: '/elsewhere' } };
    return 'silence';
  };
}

async function killAgainAndAgain(
  senders: Supervisor,
  names: string[],
  { kills, seed }: DrillOptions,
  tell: (line: string) => void,
): Promise<void> {
  const random = seededRandom(seed, 'kills');
  while (senders.kills.length < kills) {
    await sleep(300 + random.next() * 900);
    senders.kill(names[Math.floor(random.next() * names.length)]!);
    if (senders.kills.length % 10 === 0) tell(`${senders.kills.length} kills`);
  }
}

async function emptied(manager: Manager, endpointId: string, tell: (line: string) => void): Promise<void> {
  for (let looks = 1; ; looks++) {
    const [row] = await manager.database.query<{ pending: number; unread: boolean }>(
      `SELECT (SELECT count(*)::integer FROM webhook_deliveries WHERE endpoint_id = $1 AND status = 'pending') AS pending,
              (SELECT max(e.xact_id) FROM job_events e WHERE e.type LIKE 'job.%') > (SELECT position FROM webhook_cursors WHERE source = 'job') AS unread`,
      [endpointId],
    );
    if (row?.pending === 0 && !row.unread) return;
    if (looks % 50 === 0) tell(`${row?.pending} are still to be delivered`);
    await sleep(100);
  }
}

function judge(
  receiver: Receiver,
  { committed, rolledBack }: WrittenEvents,
  options: DrillOptions,
): Omit<DrillOutcome, 'killsDone' | 'seconds'> {
  const accepted = new Map<string, number>();
  const idsOf = new Map<string, Set<string>>();
  const bodiesOf = new Map<string, Set<string>>();
  let invented = 0;
  for (const message of receiver.received) {
    const key = `${String(message.body.data.jobId)}:${String(message.body.data.eventId)}`;
    if (rolledBack.has(key) || !committed.has(key)) invented++;
    remember(idsOf, key, message.id);
    remember(bodiesOf, message.id, message.text);
    if (message.accepted) accepted.set(key, (accepted.get(key) ?? 0) + 1);
  }
  const several = (sets: Map<string, Set<string>>) =>
    [...sets.values()].filter(({ size }) => size > 1).length;
  return {
    ...options,
    missing: [...committed].filter((key) => !accepted.has(key)).length,
    invented,
    ambiguousIds: several(idsOf) + several(bodiesOf),
    forged: receiver.forged,
    requests: receiver.received.length,
    failed: receiver.received.filter((message) => !message.accepted).length,
    repeated: [...accepted.values()].filter((times) => times > 1).length,
  };
}

function remember(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}
