import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { onStand, type Attack, type Scenario } from '../scenario.js';

const STAGE = 'cut';
const TIMEOUT_MS = 600_000;

/** The one stage of the one job dies under every worker that takes it, and must still be run to its end. */
export const sameStage: Scenario = {
  summary: 'the worker that runs one stage is killed each time, --kills times in a row',
  defaults: { jobs: 1, kills: 10 },
  run: (options, tell) =>
    onStand('same-stage', options, tell, { workers: 2, apis: 1 }, async (attack) => {
      const { stand, tell } = attack;
      const id = await stand.submit({ seconds: 1, seed: options.seed });
      const deadline = Date.now() + TIMEOUT_MS;
      let killed = 0;
      while (killed < options.kills && Date.now() < deadline) {
        if (!(await killHolder(attack, id))) await sleep(10);
        else tell(`${++killed} of ${options.kills} kills of the stage ${STAGE}`);
      }
      return { stageKilled: killed, leaseLosses: await lossesOf(attack, id) };
    }),
};

/** @returns false where nobody of ours runs the stage just now */
async function killHolder({ stand }: Attack, id: string): Promise<boolean> {
  const { rows } = await stand.client.query<{ owner: string }>(
    "SELECT lease_owner AS owner FROM stages WHERE job_id = $1 AND stage = $2 AND status = 'running'",
    [id, STAGE],
  );
  const holder = stand.supervisor.names.find(
    (name) => `${hostname()}:${stand.supervisor.pid(name)}` === rows[0]?.owner,
  );
  return holder !== undefined && stand.supervisor.kill(holder);
}

async function lossesOf({ stand }: Attack, id: string): Promise<number> {
  const { rows } = await stand.client.query<{ losses: number }>(
    'SELECT sum(lease_losses)::int AS losses FROM stage_executions WHERE job_id = $1',
    [id],
  );
  return rows[0]?.losses ?? 0;
}
