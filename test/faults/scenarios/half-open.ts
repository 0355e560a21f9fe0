import { setTimeout as sleep } from 'node:timers/promises';
import { FaultProxy, freePort, type Invariant, type KillableServers } from '#libs/testing/faults';
import { onStand, type Attack, type Outcome, type Scenario } from '../scenario.js';

const SERVERS = ['redis', 'postgres'] as const;
type Server = (typeof SERVERS)[number];

const GIVE_UP_MS = 120_000;
const WARM_UP_JOBS = 3;

/** The worker's connections go silent without being closed, as behind a firewall that forgot them; new ones work. */
export const halfOpen: Scenario = {
  summary: "a worker's connections to Redis, then to PostgreSQL, go silent without ending",
  defaults: { jobs: 5 },
  run: async (options, tell) => {
    const outcomes: Outcome[] = [];
    for (const server of SERVERS) {
      const proxies = new Map<Server, FaultProxy>();
      const port = await freePort();
      const setUp = {
        workers: 1,
        apis: 1,
        workerEnv: { WORKER_METRICS_PORT: String(port) },
        workerAddresses: (servers: KillableServers) => behind(proxies, servers),
      };
      outcomes.push(
        await onStand('half-open', options, tell, setUp, (attack) =>
          silence(attack, server, proxies.get(server) as FaultProxy, port),
        ).finally(() => Promise.all([...proxies.values()].map((proxy) => proxy.close()))),
      );
    }
    const [redis, postgres] = outcomes as [Outcome, Outcome];
    const extras = { ...redis.extras, ...postgres.extras };
    return {
      ...postgres,
      jobs: redis.jobs + postgres.jobs,
      terminal: redis.terminal + postgres.terminal,
      completed: redis.completed + postgres.completed,
      invariants: [
        ...redis.invariants,
        ...postgres.invariants,
        ...SERVERS.flatMap((name) => noticed(name, extras)),
      ],
      extras,
    };
  },
};

function noticed(server: Server, extras: Outcome['extras']): Invariant[] {
  const [red, again] = [extras[`${server}NotReadyAfterMs`], extras[`${server}ConsumingAfterMs`]];
  return [
    {
      name: `${server}: the worker says that it is not ready`,
      holds: red !== null,
      detail: `${String(red)} ms`,
    },
    { name: `${server}: the worker consumes again`, holds: again !== null, detail: `${String(again)} ms` },
  ];
}

async function behind(
  proxies: Map<Server, FaultProxy>,
  servers: KillableServers,
): Promise<NodeJS.ProcessEnv> {
  const proxied = async (server: Server) => {
    const proxy = await FaultProxy.start(servers[server].port);
    proxies.set(server, proxy);
    return Object.assign(new URL(servers[server].url), { port: String(proxy.port) }).href;
  };
  return { REDIS_URL: await proxied('redis'), DATABASE_URL: await proxied('postgres') };
}

/** @returns after how long a job was run to its end again, and after how long readiness said no (null: it never did) */
async function silence(attack: Attack, server: Server, proxy: FaultProxy, port: number) {
  const { stand, options, tell } = attack;
  for (let n = 0; n < WARM_UP_JOBS; n++) await stand.submit({ seconds: 1, seed: n });
  await stand.drained(GIVE_UP_MS);
  proxy.set({ kind: 'half-open', acceptNew: true });
  const silentAt = Date.now();
  tell(`${server}: the worker's connections are silent`);
  for (let n = 0; n < options.jobs; n++) await stand.submit({ seconds: 1, seed: WARM_UP_JOBS + n });
  let redAfterMs: number | null = null;
  let consumingAfterMs: number | null = null;
  for (; consumingAfterMs === null && Date.now() - silentAt < GIVE_UP_MS; await sleep(250)) {
    if (redAfterMs === null && !(await isReady(port))) redAfterMs = Date.now() - silentAt;
    if ((await stand.completed()) > WARM_UP_JOBS) consumingAfterMs = Date.now() - silentAt;
  }
  tell(
    `${server}: consuming again after ${consumingAfterMs ?? '-'} ms, not ready after ${redAfterMs ?? '-'} ms`,
  );
  return { [`${server}ConsumingAfterMs`]: consumingAfterMs, [`${server}NotReadyAfterMs`]: redAfterMs };
}

async function isReady(port: number): Promise<boolean> {
  const url = `http://127.0.0.1:${port}/health/ready`;
  return fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.ok,
    () => false,
  );
}
