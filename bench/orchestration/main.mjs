import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbedded } from '../../dist/libs/embedded/index.js';
import { dropDatabase } from '../../dist/libs/testing/index.js';
import { aiprod } from './engines/aiprod.mjs';
import { bullRow } from './engines/bull-row.mjs';
import { bullmqFlowRow } from './engines/bullmq-flow-row.mjs';
import { dbos } from './engines/dbos.mjs';
import { floor } from './engines/floor.mjs';
import { graphileWorker } from './engines/graphile-worker.mjs';
import { pgBoss } from './engines/pg-boss.mjs';
import { machine, table } from './report.mjs';

const ENGINES = {
  floor,
  aiprod,
  'bull-row': bullRow,
  'bullmq-flow-row': bullmqFlowRow,
  dbos,
  'pg-boss': pgBoss,
  'graphile-worker': graphileWorker,
};
const HELP = `Durable orchestration side by side: runs of 8 no-op steps, at 1 and at 50 runs in flight.

  npm run bench:orchestration -- [--json] [--rounds 3] [--seconds 3] [--engines floor,aiprod,…]

Engines: ${Object.keys(ENGINES).join(', ')}`;
const STEPS = 8;
const WARM_UP = 0.4;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    engines: { type: 'string', default: Object.keys(ENGINES).join(',') },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
const names = values.engines.split(',');
const unknown = names.find((name) => !(name in ENGINES));
if (unknown !== undefined || !(rounds >= 1) || !(seconds > 0)) {
  console.error(unknown ? `There is no engine ${unknown}.\n\n${HELP}` : HELP);
  process.exit(2);
}

// A peer that is still connected when its database is dropped is cut off, and may say so where nobody listens.
const CUT_OFF = /^(terminating connection|Connection terminated)/;
process.on('uncaughtException', (error) => {
  if (CUT_OFF.test(error.message)) return;
  console.error(error);
  process.exit(1);
});

const dir = mkdtempSync(join(tmpdir(), 'aiprod-bench-'));
chmodSync(dir, 0o755);
const servers = await startEmbedded({ dataDir: dir, onProgress: (line) => console.error(line) });
const results = Object.fromEntries(names.map((name) => [name, { c1: [], c50: [] }]));
let exact = true;
try {
  for (let round = 0; round < rounds; round++) {
    // A different order every round, so that none is always the first after another.
    const order = [...names.slice(round % names.length), ...names.slice(0, round % names.length)];
    for (const inFlight of [1, 50]) {
      for (const name of order) {
        const measured = await measure(name, inFlight, round);
        results[name][`c${inFlight}`].push(measured);
        exact &&= measured.exact;
        console.error(
          `round ${round + 1}/${rounds} ${inFlight} in flight ${name.padEnd(16)} ${Math.round(measured.stepsPerSec)} steps/s, p50 ${measured.p50Ms.toFixed(1)} ms`,
        );
      }
    }
  }
} finally {
  await servers.stop();
  rmSync(dir, { recursive: true, force: true });
}
const engines = Object.fromEntries(
  Object.entries(results).map(([name, { c1, c50 }]) => [name, { c1: medians(c1), c50: medians(c50) }]),
);
console.log(table(engines));
if (!exact) console.error('An engine has not finished every run: see above; its figures do not count.');
if (values.json)
  console.log(JSON.stringify({ engines, ratios: ratios(engines), rounds, ...(await machine()) }));
process.exit(exact ? 0 : 1);

/** One engine in a database of its own, which is gone afterwards: no table, index or vacuum of another is in its way. */
async function measure(name, inFlight, round) {
  const database = `bench_${name.replaceAll('-', '_')}_${inFlight}_${round}`;
  await asAdmin((client) => client.query(`CREATE DATABASE ${database}`));
  const databaseUrl = Object.assign(new URL(servers.databaseUrl), { pathname: `/${database}` }).href;
  const engine = await ENGINES[name]({ databaseUrl, redisUrl: servers.redisUrl, inFlight });
  try {
    const warm = await drive(engine, inFlight, seconds * WARM_UP);
    const { latencies, tookMs } = await drive(engine, inFlight, seconds);
    const expected = warm.latencies.length + latencies.length;
    const finished = await engine.finished();
    if (finished !== expected)
      console.error(`${name}: ${finished} of ${expected} runs are finished in the database`);
    const sorted = latencies.sort((a, b) => a - b);
    return {
      stepsPerSec: (sorted.length * STEPS * 1_000) / tookMs,
      p50Ms: at(sorted, 0.5),
      p99Ms: at(sorted, 0.99),
      exact: finished === expected,
    };
  } finally {
    await engine.stop();
    await asAdmin((client) => dropDatabase(client, database));
  }
}

/** Keeps so many runs in flight for so long, and waits for the last. */
async function drive(engine, inFlight, forSeconds) {
  const latencies = [];
  const startedAt = performance.now();
  const lane = async () => {
    while (performance.now() - startedAt < forSeconds * 1_000) {
      const begun = performance.now();
      await engine.once();
      latencies.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return { latencies, tookMs: performance.now() - startedAt };
}

async function asAdmin(work) {
  const client = new pg.Client(servers.databaseUrl);
  await client.connect();
  await work(client);
  await client.end();
}

function at(sorted, share) {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

function medians(measures) {
  const median = (key) =>
    at(
      measures.map((measure) => measure[key]).sort((a, b) => a - b),
      0.5,
    );
  return {
    stepsPerSec: Math.round(median('stepsPerSec')),
    p50Ms: Number(median('p50Ms').toFixed(2)),
    p99Ms: Number(median('p99Ms').toFixed(2)),
  };
}

function ratios({ floor: base, aiprod: ours }) {
  if (base === undefined || ours === undefined) return null;
  return {
    c50StepsPerSec: Number((ours.c50.stepsPerSec / base.c50.stepsPerSec).toFixed(2)),
    c1P50: Number((ours.c1.p50Ms / base.c1.p50Ms).toFixed(2)),
  };
}
