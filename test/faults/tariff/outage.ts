import type pg from 'pg';
import type { Invariant } from '#libs/testing/faults';
import type { BreakerHistory } from './call-log.js';

/** Keeps, inside the transaction of each change, what a tenant has then held and spent of its day. */
export const INSTALL_SPENDING_AUDIT = `
CREATE TABLE fault_spending (used bigint NOT NULL);
CREATE FUNCTION fault_audit_spending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO fault_spending (used) VALUES (NEW.held_micros + NEW.spent_micros);
  RETURN NULL;
END $$;
CREATE TRIGGER fault_audit_spending AFTER INSERT OR UPDATE ON spending FOR EACH ROW
  WHEN (NEW.scope = 'tenant' AND NEW.period = 'day') EXECUTE FUNCTION fault_audit_spending();`;

/** What the jobs have told of their second provider, and when they asked it. */
const FALLBACKS = `
SELECT coalesce((SELECT max(used) FROM fault_spending), 0)::float8 AS "mostUsedMicros",
       (SELECT count(DISTINCT e.job_id) FROM side_effects e JOIN jobs j ON j.id = e.job_id
        WHERE e.provider = 'tariff-two' AND e.state = 'settled' AND j.status = 'completed')::int AS "completedByFallback",
       (SELECT count(*) FROM job_events WHERE type = 'effect.fallback')::int AS fallbacks,
       (SELECT count(*) FROM side_effects e WHERE e.provider = 'tariff-two' AND NOT EXISTS (
          SELECT FROM job_events v WHERE v.job_id = e.job_id AND v.type = 'effect.fallback'
            AND v.data ->> 'from' = 'tariff-one' AND v.data ->> 'to' = 'tariff-two' AND v.data ->> 'key' = e.key
            AND (v.data ->> 'item')::int IS NOT DISTINCT FROM e.item))::int AS "untoldFallbacks",
       (SELECT count(*) FROM jobs WHERE status = 'failed' AND error ->> 'code' <> 'costs.budget_exceeded')::int AS "failedJobs",
       (SELECT count(*) FROM jobs WHERE status = 'failed' AND error ->> 'code' = 'costs.budget_exceeded')::int
         AS "stoppedByBudget"`;

export interface Fallbacks {
  /** The most that was ever held and spent together. */
  mostUsedMicros: number;
  completedByFallback: number;
  fallbacks: number;
  /** Purchases at the second provider of which the job's events say nothing. */
  untoldFallbacks: number;
  /** For another reason than that the money was used up. */
  failedJobs: number;
  stoppedByBudget: number;
}

export async function fallbacksOf(client: pg.Client): Promise<Fallbacks> {
  const { rows } = await client.query<Fallbacks>(FALLBACKS);
  return rows[0] as Fallbacks;
}

/** @param histories of each worker process. @param failures in a row that open it */
export function breakersHold(histories: BreakerHistory[], failures: number, probes: number): Invariant[] {
  const total = (count: (history: BreakerHistory) => number) =>
    histories.reduce((sum, history) => sum + count(history), 0);
  const whileOpen = total((history) => history.whileOpen.length);
  const besideProbe = total((history) => history.besideProbe.length);
  const opened = histories.map(({ callsUntilOpen }) => callsUntilOpen.length);
  const inVain = histories.map(({ probes: made }) => made.filter(({ failed }) => failed).length);
  return [
    {
      name: `each worker’s breaker opens after ${failures} failures`,
      holds: opened.every((times) => times > 0) && whileOpen === 0,
      detail: `opened ${opened.join(' and ')} times, ${whileOpen} calls while open`,
    },
    {
      name: 'one call at a time finds out whether the provider is back',
      holds: inVain.every((times) => times >= probes) && besideProbe === 0,
      detail: `${inVain.join(' and ')} in vain, ${besideProbe} beside one`,
    },
    {
      name: 'the breakers are closed in the end',
      holds: histories.every(({ closed, probes: [...all] }) => closed && all.at(-1)?.failed === false),
      detail: `${histories.filter(({ closed }) => closed).length} of ${histories.length}`,
    },
  ];
}

export function jobsGoOn(seen: Fallbacks): Invariant[] {
  const { completedByFallback, untoldFallbacks, failedJobs } = seen;
  return [
    {
      name: 'jobs go on with the second provider',
      holds: completedByFallback > 0 && failedJobs === 0,
      detail: `${completedByFallback} completed with its help, ${failedJobs} failed`,
    },
    {
      name: 'each purchase there is told in the events of its job',
      holds: untoldFallbacks === 0,
      detail: `${seen.fallbacks} told, ${untoldFallbacks} not`,
    },
  ];
}
