import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';

const HELP = `The cache beside bare Redis: one get() after the other on loopback, a hit each, in turns with an ioredis GET of the same entry.

  npm run bench:caching -- [--json] [--rounds 3] [--gets 10000] [--bytes 2000]

Uses the Redis of REDIS_URL, or else starts one.`;
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    gets: { type: 'string', default: '10000' },
    bytes: { type: 'string', default: '2000' },
    help: { type: 'boolean', default: false },
  },
});
const [rounds, gets, bytes] = [values.rounds, values.gets, values.bytes].map(Number);
if (values.help || !(rounds >= 1) || !(gets >= 1) || !(bytes >= 1)) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

// The product's own ioredis, not one that a peer has brought into bench/node_modules.
const product = createRequire(new URL('../package.json', import.meta.url));
product('reflect-metadata');
const { NestFactory } = product('@nestjs/core');
const { Redis } = product('ioredis');
const { CachingModule, GenerationCache } = await import('../dist/libs/caching/index.js');
const { startEmbedded } = await import('../dist/libs/embedded/index.js');

const started = process.env.REDIS_URL
  ? undefined
  : await startEmbedded({ ephemeral: true, onProgress: (line) => console.error(line) });
const redisUrl = process.env.REDIS_URL ?? started.redisUrl;
Object.assign(process.env, { REDIS_URL: redisUrl, CACHE_PREFIX: `bench-${process.pid}` });
const app = await NestFactory.createApplicationContext(CachingModule, { logger: ['error'] });
// A connection for each, as the cache has one of its own.
const [redis, another] = [new Redis(redisUrl), new Redis(redisUrl)];
const results = [];
let hits = true;
try {
  const cache = app.get(GenerationCache);
  const entry = { scope: 'bench', kind: 'bench', key: 'entry' };
  // About so many bytes of the kind of JSON that a plan is.
  const scenes = Array.from({ length: Math.ceil(bytes / 50) }, (_, n) => ({
    n,
    text: 'A baker opens the oven.',
  }));
  await cache.put(entry, { scenes });
  const [name] = await redis.keys(`${process.env.CACHE_PREFIX}:entry:*`);
  const stored = await redis.get(name);

  const contenders = {
    'ioredis GET': async () => (await redis.get(name)) === stored,
    'ioredis GET, parsed': async () => JSON.parse(await another.get(name)).scenes.length === scenes.length,
    'cache.get()': async () => (await cache.get(entry))?.scenes.length === scenes.length,
  };
  await round(contenders, Math.min(gets, 2_000));
  for (let n = 1; n <= rounds; n++) {
    const measured = await round(contenders, gets);
    results.push(measured);
    console.error(
      `round ${n}/${rounds} ${Object.entries(measured)
        .map(([who, { p50Us }]) => `${who} ${p50Us} µs`)
        .join(', ')}`,
    );
  }
  await redis.unlink(name);
} finally {
  redis.disconnect();
  another.disconnect();
  await app.close();
  await started?.stop();
}

const medians = Object.fromEntries(
  Object.keys(results[0]).map((who) => [
    who,
    {
      p50Us: median(results.map((one) => one[who].p50Us)),
      p99Us: median(results.map((one) => one[who].p99Us)),
    },
  ]),
);
const ratios = {
  p50: ratio('p50Us', 'ioredis GET'),
  p99: ratio('p99Us', 'ioredis GET'),
  p50Parsed: ratio('p50Us', 'ioredis GET, parsed'),
};
console.log(table());
if (!hits) console.error('Not every answer was the entry: these figures do not count.');
if (values.json) {
  const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? 'unknown', node: process.version };
  console.log(JSON.stringify({ medians, ratios, rounds, gets, bytes, hits, machine }));
}
process.exit(hits ? 0 : 1);

/** So many of each, one at a time and in turns, so that whatever else the machine does hits all alike. */
async function round(contenders, count) {
  const times = Object.fromEntries(Object.keys(contenders).map((who) => [who, new Float64Array(count)]));
  const entries = Object.entries(contenders);
  for (let i = 0; i < count; i++) {
    for (let turn = 0; turn < entries.length; turn++) {
      const [who, get] = entries[(i + turn) % entries.length];
      const begun = performance.now();
      hits = (await get()) && hits;
      times[who][i] = (performance.now() - begun) * 1_000;
    }
  }
  return Object.fromEntries(
    Object.entries(times).map(([who, all]) => {
      const sorted = all.sort();
      return [who, { p50Us: at(sorted, 0.5), p99Us: at(sorted, 0.99) }];
    }),
  );
}

function at(sorted, share) {
  return Number(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)].toFixed(1));
}

function median(numbers) {
  return at(Float64Array.from(numbers).sort(), 0.5);
}

function ratio(measure, base) {
  return Number((medians['cache.get()'][measure] / medians[base][measure]).toFixed(2));
}

function table() {
  const head = ['', 'p50 µs', 'p99 µs', '× p50 of GET'];
  const rows = Object.entries(medians).map(([who, { p50Us, p99Us }]) => [
    who,
    p50Us.toFixed(1),
    p99Us.toFixed(1),
    (p50Us / medians['ioredis GET'].p50Us).toFixed(2),
  ]);
  const line = ([name, ...cells]) => [name.padEnd(20), ...cells.map((cell) => cell.padStart(13))].join('');
  return [head, ...rows].map(line).join('\n');
}
