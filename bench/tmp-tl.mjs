import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { encodeFloor } from './film/floor.mjs';
import { watchMemory } from './film/memory.mjs';
import { changeOneScene } from './film/one-scene.mjs';

const HELP = `A film from its brief to the delivered file, beside the raw encode of the same frames with the same settings.

  npm run bench:film -- [--json] [--durations 15] [--workers 1] [--one-scene]

--durations 15,60,180 also compares time and memory of longer films; --workers 2 has two processes share the scenes; --one-scene makes
one scene of the last film again.`;
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    durations: { type: 'string', default: '15' },
    workers: { type: 'string', default: '1' },
    'one-scene': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const durations = values.durations.split(',').map(Number);
const workers = Number(values.workers);
if (values.help || durations.some((seconds) => !(seconds >= 5 && seconds <= 180)) || !(workers >= 1)) {
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
let oneScene;
try {
  const client = await stack.start();
  const follower = {
    onStages: () => undefined,
    onApproval: async (job) => void (await approve(client, job.id)),
  };
  const follow = (id) => followJob(client, id, follower, shutdown.requested);
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
  for (const seconds of durations) {
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
    const video = (await client.artifacts.of(id)).find(({ name }) => name === 'video.mp4');
    const path = await download(client, video, join(dir, String(seconds)));
    films.push({ seconds, path, id, filmMs: Math.round(performance.now() - began), ...memory.stop() });
    const { filmMs, workerMb, treeMb } = films.at(-1);
    say(`${seconds} s of film: ${filmMs} ms, worker ${workerMb} MB, with its programs ${treeMb} MB`);
  }
  const tl = async (id) => { const j = await client.jobs.get(id); const t0 = Date.parse(j.createdAt); for (const st of j.stages) say(`${st.stage} ${st.item ?? ''} attempt ${st.attempt} ${((Date.parse(st.startedAt)-t0)/1000).toFixed(2)} ${((Date.parse(st.finishedAt ?? st.endedAt)-t0)/1000).toFixed(2)}`); const ev = await client.api.GET('/v1/jobs/{id}/events', { params: { path: { id } } }).catch((e) => e);  };

  await tl(films.at(-1).id);
  if (values['one-scene']) oneScene = await changeOneScene(client, films.at(-1), follow);

} finally {
  await stack.stop();
}

const [{ path, filmMs }] = films;
say('Encoding the same frames again, without drawing them …');
const encodeFloorMs = Math.round(await encodeFloor(path, dir));
say(path);

const result = { filmMs, encodeFloorMs, ratio: Number((filmMs / encodeFloorMs).toFixed(2)) };
if (films.length > 1)
  result.films = films.map(({ seconds, filmMs: ms, workerMb, treeMb }) => ({
    seconds,
    filmMs: ms,
    workerMb,
    treeMb,
  }));
if (oneScene) result.oneScene = oneScene;
if (values.json) console.log(JSON.stringify(result));
else console.table(result.films ?? [result]);
process.exit(0);
