import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AiprodClient, data } from '#client';
import { AppError } from '#libs/kernel';
import { followJob } from '../api/follow-job.js';
import { download } from '../demo/download.js';
import { mp4DurationSec } from '../demo/mp4-duration.js';
import { failureText } from '../demo/summary.js';
import type { Bars } from '../progress/bars.js';
import type { GalleryBrief } from './briefs.js';
import { contactSheet } from './contact-sheet.js';
import { filmProgress } from './film-progress.js';
import type { GalleryFilm } from './index-page.js';

/** What is kept of a film beside its sheet. */
const KEPT = ['video.mp4', 'captions.vtt', 'manifest.json'];

export interface GalleryRun {
  readonly client: AiprodClient;
  readonly out: string;
  readonly seed: number;
  readonly progress: Bars;
  readonly signal: AbortSignal;
}

/** Makes one film of the gallery and its contact sheet. @throws AppError where the job did not complete */
export async function makeGalleryFilm(brief: GalleryBrief, run: GalleryRun): Promise<GalleryFilm> {
  const { client, out, seed, progress, signal } = run;
  const { name, text, aspect, durationSec } = brief;
  progress.begin(name);
  const input = { brief: text, aspect, durationSec, seed, approvals: 'none' };
  const { id } = await client.jobs.submit({ pipeline: 'video', input });
  const job = await followJob(client, id, {
    onStages: (stages) => progress.show(name, filmProgress(stages)),
    onApproval: async () => {
      const body = { decision: 'approve', comment: 'Approved by the gallery' } as const;
      await data(client.api.POST('/v1/jobs/{id}/approval', { params: { path: { id } }, body }));
    },
  });
  if (job.status !== 'completed') throw new AppError('cli.film_failed', `${name}: ${failureText(job)}`);
  const kept = (await client.artifacts.of(id)).filter((artifact) => KEPT.includes(artifact.name));
  await Promise.all(kept.map((artifact) => download(client, artifact, join(out, name))));
  const video = join(out, name, 'video.mp4');
  const length = (await mp4DurationSec(video)) ?? durationSec;
  await contactSheet(video, length, join(out, `${name}.png`), signal);
  const { script } = JSON.parse(await readFile(join(out, name, 'manifest.json'), 'utf8')) as Manifest;
  progress.end(name, `${length.toFixed(1)} s of film`);
  return {
    brief,
    title: script.title,
    sentences: script.scenes.map(({ narration }) => narration),
    video: `${name}/video.mp4`,
    sheet: `${name}.png`,
    scores: job.scores,
  };
}

/** What the page shows of a film's manifest. */
interface Manifest {
  readonly script: { readonly title: string; readonly scenes: readonly { readonly narration: string }[] };
}
