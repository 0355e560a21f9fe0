import { setTimeout as sleep } from 'node:timers/promises';
import type { Invariant } from '#libs/testing/faults';
import { onStand, type Attack, type Scenario } from '../scenario.js';

/** Requests that carry the same key at once, and keys that are under way at once. */
const REPEATS = 20;
const KEYS_AT_ONCE = 10;
const DEADLINE_MS = 120_000;

/** Whatever an API was doing when it died: its clients send the same again, and there is one job for each key. */
export const repeatedPosts: Scenario = {
  summary: `--jobs keys, each sent by ${REPEATS} requests at once until all are answered, while APIs are killed`,
  defaults: { jobs: 1_000, kills: 20 },
  run: async (options, tell) => {
    const invariants: Invariant[] = [];
    const outcome = await onStand(
      'repeated-posts',
      options,
      tell,
      { workers: 2, apis: 2 },
      async (attack) => {
        const sent = await sendAll(attack);
        invariants.push(...(await verdicts(attack, sent)));
        return { keys: options.jobs, answers: sent.answers, unanswered: sent.unanswered };
      },
    );
    outcome.invariants.push(...invariants);
    return outcome;
  },
};

interface Sent {
  /** Requests that were answered, and those that got no answer because their API died. */
  answers: number;
  unanswered: number;
  /** Keys whose requests were not all answered alike, and answers that were refusals. */
  differing: string[];
  refusals: string[];
}

async function sendAll(attack: Attack): Promise<Sent> {
  const { stand, options, random, tell } = attack;
  const sent: Sent = { answers: 0, unanswered: 0, differing: [], refusals: [] };
  let next = 0;
  let done = 0;
  const client = async (): Promise<void> => {
    while (next < options.jobs) {
      const n = next++;
      await sendOne(attack, `key-${options.seed}-${n}`, n, sent);
      done++;
    }
  };
  const kill = async (): Promise<void> => {
    const names = stand.supervisor.names.filter((name) => name.startsWith('api'));
    for (let killed = 0; killed < options.kills && next < options.jobs;) {
      await sleep(20);
      if (done < (killed / options.kills) * options.jobs) continue;
      if (stand.supervisor.kill(random.pick(names)))
        tell(`${++killed} of ${options.kills} kills, ${done} keys`);
    }
  };
  await Promise.all([kill(), ...Array.from({ length: KEYS_AT_ONCE }, client)]);
  return sent;
}

async function sendOne({ stand }: Attack, key: string, n: number, sent: Sent): Promise<void> {
  const bodies = await Promise.all(
    Array.from({ length: REPEATS }, async (_, i) => {
      for (const deadline = Date.now() + DEADLINE_MS; ; await sleep(50)) {
        const answer = await stand.postOnce(key, { seconds: 1, seed: n }, n + i + sent.unanswered);
        if (answer === null) sent.unanswered++;
        else if (answer.status === 202) {
          sent.answers++;
          return answer.text;
        } else if (answer.status < 500) sent.refusals.push(`${answer.status} ${answer.text}`);
        if (Date.now() > deadline) throw new Error(`${key} has not been accepted for two minutes`);
      }
    }),
  );
  if (new Set(bodies).size > 1) sent.differing.push(key);
  stand.accepted.push((JSON.parse(bodies[0] as string) as { id: string }).id);
}

async function verdicts({ stand, options }: Attack, sent: Sent): Promise<Invariant[]> {
  const { rows } = await stand.client.query<{ jobs: number; keys: number }>(
    'SELECT (SELECT count(*)::int FROM jobs) AS jobs, (SELECT count(*)::int FROM idempotency_keys) AS keys',
  );
  const { jobs = 0, keys = 0 } = rows[0] ?? {};
  return [
    {
      name: 'each key has made one job',
      holds: jobs === options.jobs && keys === options.jobs,
      detail: `${jobs} jobs, ${keys} stored keys, ${options.jobs} keys sent`,
    },
    {
      name: 'every request with a key was answered alike, byte for byte',
      holds: sent.differing.length === 0,
      detail: `${sent.answers} answers; ${sent.differing.slice(0, 3).join(', ') || 'all alike'}`,
    },
    {
      name: 'no request was refused',
      holds: sent.refusals.length === 0,
      detail: sent.refusals.slice(0, 3).join(', ') || 'none',
    },
  ];
}
