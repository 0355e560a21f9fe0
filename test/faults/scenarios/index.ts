import type { Scenario } from '../scenario.js';
import { chargeThenDrop } from './charge-then-drop.js';
import { crashAt, crashPoints } from './crash-points.js';
import { halfOpen } from './half-open.js';
import { postgresRestart } from './postgres-restart.js';
import { providerDown } from './provider-down.js';
import { redisAway } from './redis-away.js';
import { redisKill } from './redis-kill.js';
import { repeatedPosts } from './repeated-posts.js';
import { sameStage } from './same-stage.js';
import { scheduleLeader } from './schedule-leader.js';
import { sigstop } from './sigstop.js';
import { simultaneousStart } from './simultaneous-start.js';
import { tariff } from './tariff.js';
import { workerKill } from './worker-kill.js';

export const SCENARIOS: Record<string, Scenario> = {
  'worker-kill': workerKill,
  'crash-points': crashPoints,
  'same-stage': sameStage,
  sigstop,
  'redis-kill': redisKill,
  'redis-away': redisAway,
  'postgres-restart': postgresRestart,
  'half-open': halfOpen,
  'charge-then-drop': chargeThenDrop,
  'simultaneous-start': simultaneousStart,
  'schedule-leader': scheduleLeader,
  'repeated-posts': repeatedPosts,
  tariff,
  'provider-down': providerDown,
};

const ONE_POINT = 'crash-points:';

/** By name; `crash-points:after-call` is one point of them alone. */
export function scenarioOf(name: string): Scenario | undefined {
  if (!name.startsWith(ONE_POINT)) return SCENARIOS[name];
  const point = name.slice(ONE_POINT.length);
  return { ...crashPoints, run: (options, tell) => crashAt(point, options, tell) };
}
