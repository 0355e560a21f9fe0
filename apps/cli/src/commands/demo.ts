import { mkdir } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { type AiprodClient, data, ProblemError } from '#client';
import { type Follower, followJob } from '../api/follow-job.js';
import { DemoStack } from '../demo/demo-stack.js';
import { download } from '../demo/download.js';
import { mp4DurationSec } from '../demo/mp4-duration.js';
import { type ProgressDisplay, progressDisplay } from '../demo/stage-progress.js';
import { type DemoResult, failureText, summaryJson, summaryText } from '../demo/summary.js';
import { listenForShutdown, Stopped } from '../stack/shutdown.js';

export interface DemoOptions {
  readonly brief: string;
  readonly duration?: number;
  readonly aspect?: string;
  readonly resolution?: string;
  readonly preset?: string;
  readonly seed?: number;
  readonly out: string;
  readonly json?: boolean;
}

/** Makes one film on a stack of its own, which is gone afterwards. Returns the exit code. */
export async function demo(options: DemoOptions): Promise<number> {
  const shutdown = listenForShutdown();
  const display = progressDisplay(process.stderr);
  const stack = new DemoStack(shutdown, (message) => display.say(message));
  const out = resolve(options.out);
  try {
    await mkdir(out, { recursive: true });
    display.say('Starting PostgreSQL, Redis, the API and a worker …');
    const result = await makeFilm(await stack.start(), options, display);
    display.close();
    if (options.json) console.log(summaryJson(result));
    if (result.job.status === 'completed') {
      if (!options.json) console.log(summaryText(result));
      return 0;
    }
    await stack.keepLogs(join(out, 'logs'));
    console.error(failureText(result.job));
    return 1;
  } catch (error) {
    display.close();
    // What fails after a server was lost, or somebody asked to stop, fails for that reason.
    const reason = shutdown.requested.aborted ? shutdown.requested.reason : error;
    if (options.json) console.log(errorJson(reason));
    if (!(reason instanceof Stopped || reason instanceof ProblemError))
      await stack.keepLogs(join(out, 'logs'));
    throw reason;
  } finally {
    await stack.stop();
  }
}

async function makeFilm(
  client: AiprodClient,
  options: DemoOptions,
  display: ProgressDisplay,
): Promise<DemoResult> {
  const { brief, duration, aspect, resolution, preset, seed } = options;
  // Nobody is there who could be asked.
  const film = { brief, durationSec: duration, aspect, resolution, preset, seed, approvals: 'none' };
  const submitted = await client.jobs.submit({ pipeline: 'video', input: film });
  const startMs = performance.now();
  display.say(`Job ${submitted.id} submitted after ${(startMs / 1_000).toFixed(1)} s`);

  const job = await followJob(client, submitted.id, follower(client, display));
  const artifacts = await client.artifacts.of(job.id);
  const files = await Promise.all(artifacts.map((one) => download(client, one, resolve(options.out))));
  const video = files.find((file) => basename(file) === 'video.mp4');
  return {
    job,
    files: files.map((file) => relative('', file)),
    video: video === undefined ? null : relative('', video),
    durationSec: video === undefined ? null : ((await mp4DurationSec(video)) ?? null),
    startMs: Math.round(startMs),
    wallMs: Math.round(performance.now()),
  };
}

const follower = (client: AiprodClient, display: ProgressDisplay): Follower => ({
  onStages: (stages) => display.show(stages),
  onApproval: async ({ id }) => {
    display.say('The job asks for approval; the demo gives it.');
    const body = { decision: 'approve', comment: 'Approved by the demo' } as const;
    await data(client.api.POST('/v1/jobs/{id}/approval', { params: { path: { id } }, body }));
  },
});

function errorJson(error: unknown): string {
  const problem =
    error instanceof ProblemError
      ? error.problem
      : { title: error instanceof Error ? error.message : String(error) };
  return JSON.stringify({ jobId: null, status: 'refused', problem });
}
