import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { fill } from './rows.mjs';

const HELP = `An authenticated GET /v1/jobs/{id} beside raw Fastify and pg reading the same row, in turns.

  npm run bench:http -- [--json] [--rows 10000] [--rounds 3] [--seconds 5] [--connections 50]

With --rows 1000000 it also shows what filtered lists cost on a full table. Starts a PostgreSQL and a Redis of its own.`;
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rows: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '50' },
    help: { type: 'boolean', default: false },
  },
});
const [rows, rounds, seconds, connections] = ['rows', 'rounds', 'seconds', 'connections'].map((name) =>
  Number(values[name]),
);
if (values.help || ![rows, rounds, seconds, connections].every((n) => Number.isInteger(n) && n > 0)) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

const FILTERS = [
  'status = failed',
  'status = completed AND priority >= 8',
  'costMicros > 99990',
  'createdAt >= 2023-11-15 AND createdAt < 2023-11-16',
  'pipeline starts car',
];
const POOL = '10';
const PASSWORD = 'only-for-benchmarks';
const say = (line) => console.error(line);

const product = createRequire(new URL('../../package.json', import.meta.url));
product('reflect-metadata');
const { Client } = product('pg');
const { startEmbedded } = await import('../../dist/libs/embedded/index.js');
const { migrate } = await import('../../dist/libs/database/index.js');
const { hashPassword } = await import('../../dist/libs/auth/index.js');
const { videoPipeline } = await import('../../dist/libs/pipelines/video/index.js');
const { newId } = await import('../../dist/libs/kernel/index.js');

const services = await startEmbedded({ ephemeral: true, onProgress: say });
const children = [];
const figures = { aiprod: [], rawFastify: [] };
const lists = {};
try {
  await migrate(services.databaseUrl);
  const client = new Client(services.databaseUrl);
  await client.connect();
  const [tenantId, userId] = [newId(), newId()];
  await client.query("INSERT INTO tenants (id, name) VALUES ($1, 'bench')", [tenantId]);
  await client.query(
    "INSERT INTO users (id, tenant_id, email, password_hash, role) VALUES ($1, $2, 'bench@example.org', $3, 'ADMIN')",
    [userId, tenantId, await hashPassword(PASSWORD)],
  );
  const ids = await fill(client, { tenantId, userId, rows, pipeline: videoPipeline, say });
  await client.end();

  const raw = await start('./raw-server.mjs');
  const api = await start('../../dist/apps/api/src/main.js');
  const login = await fetch(`${api}/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'bench@example.org', password: PASSWORD }),
  });
  const authorization = `Bearer ${(await login.json()).accessToken}`;
  const paths = ids.map((id) => `/v1/jobs/${id}`);
  const probe = await fetch(api + paths[0], { headers: { authorization } });
  if (!probe.ok) throw new Error(`${probe.status} ${await probe.text()}`);
  const contenders = { aiprod: api, rawFastify: raw };
  for (const url of Object.values(contenders)) await load(url, paths, authorization, 2);
  for (let round = 1; round <= rounds; round++) {
    const turn = Object.entries(contenders);
    for (const [name, url] of round % 2 === 1 ? turn : turn.reverse()) {
      const figure = await load(url, paths, authorization, seconds);
      figures[name].push(figure);
      say(
        `round ${round}/${rounds} ${name}: ${figure.reqPerSec} req/s, p50 ${figure.p50Ms} ms, p99 ${figure.p99Ms} ms`,
      );
    }
  }
  for (const filter of FILTERS) {
    const path = `/v1/jobs?${new URLSearchParams({ filter })}`;
    lists[filter] = await load(api, [path], authorization, seconds, 4);
    say(`list ${filter}: p50 ${lists[filter].p50Ms} ms, p99 ${lists[filter].p99Ms} ms`);
  }
} finally {
  for (const child of children) child.disconnect();
  await services.stop();
}

const result = Object.fromEntries(Object.entries(figures).map(([name, all]) => [name, medians(all)]));
const ratio = Number((result.aiprod.reqPerSec / result.rawFastify.reqPerSec).toFixed(2));
say(`aiprod / raw Fastify: ${ratio}`);
const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? 'unknown', node: process.version };
if (values.json) console.log(JSON.stringify({ ...result, ratio, lists, rows, machine }));
process.exit(0);

async function start(main) {
  const port = await freePort();
  const child = fork(fileURLToPath(new URL(main, import.meta.url)), {
    env: {
      ...process.env,
      DATABASE_URL: services.databaseUrl,
      REDIS_URL: services.redisUrl,
      REDIS_REQUIRE_AOF: 'false',
      DATABASE_POOL_SIZE: POOL,
      API_PORT: String(port),
      AUTH_JWT_SECRET: 'only-for-benchmarks-0123456789-0123456789',
      SECRETS_KEYS: `bench:${Buffer.alloc(32, 'only for benchmarks').toString('base64')}`,
      STORAGE_DIR: tmpdir(),
      LIMITS_ENABLED: 'false',
      LOG_LEVEL: 'warn',
      NODE_ENV: 'production',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : [],
  });
  children.push(child);
  const [message] = await once(child, 'message');
  return message === 'ready' ? `http://127.0.0.1:${port}` : message;
}

/** Free a moment ago. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function load(url, paths, authorization, duration, clients = connections) {
  const answer = await autocannon({
    url,
    connections: clients,
    duration,
    requests: paths.map((path) => ({ path, headers: { authorization } })),
  });
  if (answer.non2xx > 0 || answer.errors > 0)
    throw new Error(`${answer.non2xx} refusals, ${answer.errors} errors`);
  const { latency, requests } = answer;
  return { reqPerSec: Math.round(requests.average), p50Ms: latency.p50, p99Ms: latency.p99 };
}

function medians(all) {
  const median = (of) => all.map(of).sort((a, b) => a - b)[Math.floor(all.length / 2)];
  return {
    reqPerSec: median(({ reqPerSec }) => reqPerSec),
    p50Ms: median(({ p50Ms }) => p50Ms),
    p99Ms: median(({ p99Ms }) => p99Ms),
  };
}
