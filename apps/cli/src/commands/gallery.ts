import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { AppError } from '#libs/kernel';
import { DemoStack } from '../demo/demo-stack.js';
import { type GalleryFilm, indexPage } from '../gallery/index-page.js';
import { type GalleryRun, makeGalleryFilm } from '../gallery/make-film.js';
import { selectBriefs } from '../gallery/select-briefs.js';
import type { GalleryBrief } from '../gallery/briefs.js';
import { Bars } from '../progress/bars.js';
import { listenForShutdown } from '../stack/shutdown.js';

export interface GalleryOptions {
  readonly out: string;
  readonly only?: string;
  readonly duration?: number;
  readonly jobs: number;
  readonly seed: number;
}

/** Makes the gallery's films on a stack of its own, which is gone afterwards. Returns the exit code. */
export async function gallery({ out: to, only, duration, jobs, seed }: GalleryOptions): Promise<number> {
  const briefs = selectBriefs(only, duration);
  const out = resolve(to);
  await mkdir(out, { recursive: true });
  const shutdown = listenForShutdown();
  const progress = new Bars(
    process.stderr,
    briefs.map(({ name }) => name),
  );
  const stack = new DemoStack(shutdown, (message) => progress.say(message));
  try {
    progress.say('Starting PostgreSQL, Redis, the API and a worker …');
    const run = { client: await stack.start(), out, seed, progress, signal: shutdown.requested };
    const { films, failures } = await makeAll(briefs, jobs, run);
    progress.close();
    await writeFile(join(out, 'index.html'), indexPage(films));
    console.log(`${films.length} of ${briefs.length} films: ${relative('', join(out, 'index.html'))}`);
    for (const failure of failures) console.error(failure);
    if (failures.length > 0) await stack.keepLogs(join(out, 'logs'));
    return failures.length > 0 ? 1 : 0;
  } finally {
    progress.close();
    await stack.stop();
  }
}

/** At most `jobs` films at a time. A film that fails does not take the others with it. */
async function makeAll(
  briefs: readonly GalleryBrief[],
  jobs: number,
  run: GalleryRun,
): Promise<{ films: GalleryFilm[]; failures: string[] }> {
  const made = new Map<string, GalleryFilm>();
  const failures: string[] = [];
  const waiting = [...briefs];
  const take = async (): Promise<void> => {
    for (let brief = waiting.shift(); brief !== undefined; brief = waiting.shift()) {
      try {
        made.set(brief.name, await makeGalleryFilm(brief, run));
      } catch (error) {
        run.signal.throwIfAborted();
        if (!(error instanceof AppError)) throw error;
        failures.push(error.message);
        run.progress.end(brief.name, 'failed');
      }
    }
  };
  await Promise.all(Array.from({ length: jobs }, take));
  return { films: briefs.flatMap(({ name }) => made.get(name) ?? []), failures };
}
