import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Invariant } from '#libs/testing/faults';
import { onStand, type Attack, type Scenario } from '../scenario.js';

const TICK_MS = 1_000;

/** A schedule of every second, whose ticks must each make one job although whoever fires them dies. */
export const scheduleLeader: Scenario = {
  summary: 'a schedule of every second over --jobs ticks; whoever fired last is killed, --kills times',
  defaults: { jobs: 1_000, kills: 20 },
  run: async (options, tell) => {
    let invariant: Invariant | undefined;
    const outcome = await onStand(
      'schedule-leader',
      options,
      tell,
      { workers: 3, apis: 1 },
      async (attack) => {
        const { stand } = attack;
        await stand.post('/v1/schedules', {
          name: 'every second',
          cron: '* * * * * *',
          pipeline: 'attacked',
          input: { seconds: 1, seed: options.seed },
        });
        for (let killed = 0; killed < options.kills;) {
          await sleep((options.jobs * TICK_MS) / (options.kills + 1));
          if (await killLastToFire(attack)) tell(`${++killed} of ${options.kills} kills`);
        }
        while ((await ticks(attack)).fired < options.jobs) await sleep(TICK_MS);
        await stand.client.query('UPDATE schedules SET enabled = false, next_at = NULL');
        invariant = await eachOnce(attack);
        const { rows } = await stand.client.query<{ id: string }>('SELECT job_id AS id FROM schedule_ticks');
        stand.accepted.push(...rows.map(({ id }) => id));
        return { ticks: rows.length };
      },
    );
    if (invariant !== undefined) outcome.invariants.push(invariant);
    return outcome;
  },
};

async function killLastToFire({ stand }: Attack): Promise<boolean> {
  const { rows } = await stand.client.query<{ by: string }>(
    'SELECT fired_by AS by FROM schedule_ticks ORDER BY tick_at DESC LIMIT 1',
  );
  const leader = stand.supervisor.names.find(
    (name) => `${hostname()}:${stand.supervisor.pid(name)}` === rows[0]?.by,
  );
  return leader !== undefined && stand.supervisor.kill(leader);
}

async function ticks({ stand }: Attack) {
  const { rows } = await stand.client.query<{ fired: number; seconds: number; jobs: number }>(
    `SELECT count(*) FILTER (WHERE outcome = 'fired')::int AS fired, count(DISTINCT job_id)::int AS jobs,
            (extract(epoch FROM max(tick_at) - min(tick_at)) + 1)::int AS seconds FROM schedule_ticks`,
  );
  return rows[0] ?? { fired: 0, seconds: 0, jobs: 0 };
}

/** Between the first and the last second every one has been fired, and each has a job of its own. */
async function eachOnce(attack: Attack): Promise<Invariant> {
  const { fired, seconds, jobs } = await ticks(attack);
  const { rows } = await attack.stand.client.query<{ n: number }>('SELECT count(*)::int AS n FROM jobs');
  return {
    name: 'each tick has made one job, and no job is without a tick',
    holds: fired === seconds && jobs === seconds && rows[0]?.n === seconds,
    detail: `${fired} ticks fired in ${seconds} s, ${jobs} jobs of theirs, ${rows[0]?.n} jobs`,
  };
}
