import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { encodeFloor } from './film/floor.mjs';
import { watchMemory } from './film/memory.mjs';
import { changeOneScene } from './film/one-scene.mjs';

const HELP = `A film from its brief to the delivered file, beside the raw encode of the same frames with the same settings.

  npm run bench:film -- [--json] [--durations 15] [--rounds 3] [--workers 1] [--one-scene]

The first film is made and encoded --rounds times by turns, as the speed of a machine changes; the medians count. --durations 15,60,180
also compares time and memory of longer films; --workers 2 has two processes share the scenes; --one-scene makes
one scene of the last film again.`;
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    durations: { type: 'string', default: '15' },
    rounds: { type: 'string', default: '3' },
    workers: { type: 'string', default: '1' },
    'one-scene': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const durations = values.durations.split(',').map(Number);
const [rounds, workers] = [Number(values.rounds), Number(values.workers)];
const wrong =
  durations.some((seconds) => !(seconds >= 5 && seconds <= 180)) || !(rounds >= 1 && workers >= 1);
if (values.help || wrong) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

const { DemoStack } = await import('../dist/apps/cli/src/demo/demo-stack.js');
const { listenForShutdown } = await import('../dist/apps/cli/src/stack/shutdown.js');
const { followJob } = await import('../dist/apps/cli/src/api/follow-job.js');
const { download } = await import('../dist/apps/cli/src/demo/download.js');

const SENTENCES = [
  'Meet Lumen, the bike light that never needs charging.',
  'It runs 500 km on one hour of sun, weighs 38 grams and costs $49.',
  'Riders in Lisbon tried it through a whole winter of rain.',
  'The case is made of recycled bottles and can be opened with a coin.',
  'A sensor turns it on at dusk and off when you have parked.',
  'Drivers see it from two kilometres away.',
];
const approve = (client, id) =>
  client.api.POST('/v1/jobs/{id}/approval', {
    params: { path: { id } },
    body: { decision: 'approve', comment: 'Approved by the benchmark' },
  });
/** Longer films have more to say, so that all of them are as busy. */
const briefFor = (seconds) =>
  [
    ...Array.from({ length: Math.max(2, Math.round(seconds / 5)) }, (_, at) =>
      at < SENTENCES.length
        ? SENTENCES[at]
        : `Fact number ${at + 1}: it saved its riders ${100 + 7 * at} hours of charging.`,
    ),
    'Order at lumen.bike from 3 March.',
  ].join(' ');

const say = (line) => console.error(line);
const shutdown = listenForShutdown();
const stack = new DemoStack(shutdown, say, workers);
const dir = await mkdtemp(join(tmpdir(), 'aiprod-bench-film-'));
const films = [];
const floors = [];
let oneScene;
try {
  const client = await stack.start();
  const follower = {
    onStages: () => undefined,
    onApproval: async (job) => void (await approve(client, job.id)),
  };
  const follow = (id) => followJob(client, id, follower, shutdown.requested);
  const make = async (seconds) => {
    const memory = watchMemory();
    const began = performance.now();
    const { id } = await client.jobs.submit({
      pipeline: 'video',
      input: {
        brief: briefFor(seconds),
        durationSec: seconds,
        preset: seconds <= 30 ? 'quick_social' : seconds <= 120 ? 'brand_campaign' : 'premium_spot',
        approvals: 'none',
        seed: 1,
      },
    });
    const job = await follow(id);
    if (job.status !== 'completed') throw new Error(`the film of ${seconds} s ended as ${job.status}`);
    const again = job.stages
      .filter(({ attempt }) => attempt > 1)
      .map(({ stage, item }) => `${stage} ${item ?? ''}`);
    if (again.length > 0) say(`more than one attempt: ${again.join(', ')}`);
    const video = (await client.artifacts.of(id)).find(({ name }) => name === 'video.mp4');
    const path = await download(client, video, join(dir, id));
    const film = { seconds, path, id, filmMs: Math.round(performance.now() - began), ...memory.stop() };
    say(
      `${seconds} s of film: ${film.filmMs} ms, worker ${film.workerMb} MB, with its programs ${film.treeMb} MB`,
    );
    films.push(film);
    return film;
  };
  // The first job of a process pays for what all later ones find loaded: a film as short as can be takes that away.
  say('Warming up …');
  await follow(
    (
      await client.jobs.submit({
        pipeline: 'video',
        input: { brief: SENTENCES[0], durationSec: 5, approvals: 'none', seed: 1 },
      })
    ).id,
  );
  for (let round = 1; round <= rounds; round++) {
    const { path } = await make(durations[0]);
    floors.push(await encodeFloor(path, dir));
    say(`the same frames encoded again, without drawing them: ${Math.round(floors.at(-1))} ms`);
  }
  for (const seconds of durations.slice(1)) await make(seconds);
  if (values['one-scene']) oneScene = await changeOneScene(client, films.at(-1), follow);
} finally {
  await stack.stop();
  await rm(dir, { recursive: true, force: true });
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const first = films.slice(0, rounds);
const result = {
  filmMs: median(first.map(({ filmMs }) => filmMs)),
  encodeFloorMs: Math.round(median(floors)),
  ratio: Number(median(first.map(({ filmMs }, round) => filmMs / floors[round])).toFixed(2)),
};
if (durations.length > 1)
  result.films = films.map(({ seconds, filmMs, workerMb, treeMb }) => ({
    seconds,
    filmMs,
    workerMb,
    treeMb,
  }));
if (oneScene) result.oneScene = oneScene;
if (values.json) console.log(JSON.stringify(result));
else console.table(result.films ?? [result]);
process.exit(0);
