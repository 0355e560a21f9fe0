import { MultiBar, type SingleBar } from 'cli-progress';
import type { Stage } from '#client';
import { stageRows } from '../demo/stage-progress.js';

/** Progress of several films at a time: a bar for each on a terminal, elsewhere a line when one begins or ends. */
export class FilmProgress {
  private readonly bars: MultiBar | undefined;
  private readonly films = new Map<string, SingleBar>();

  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly width: number,
  ) {
    if (!stream.isTTY) return;
    this.bars = new MultiBar({
      format: ' {film} {bar} {percentage}%  {note}',
      barsize: 24,
      hideCursor: true,
      stream,
      forceRedraw: true,
      // Ctrl-C is ours to handle.
      gracefulExit: false,
    });
  }

  begin(film: string): void {
    if (this.bars === undefined) this.say(`  ${film}: started`);
    else this.films.set(film, this.bars.create(100, 0, { film: film.padEnd(this.width), note: 'waiting' }));
  }

  show(film: string, stages: readonly Stage[]): void {
    const bar = this.films.get(film);
    const rows = stageRows(stages);
    if (bar === undefined || rows.length === 0) return;
    const done = rows.reduce((sum, { status, progress }) => sum + (status === 'skipped' ? 1 : progress), 0);
    const running = rows.find(({ status }) => status === 'running' || status === 'retrying');
    bar.update(Math.round((100 * done) / rows.length), { note: running?.stage ?? '' });
  }

  end(film: string, note: string): void {
    const bar = this.films.get(film);
    if (bar === undefined) this.say(`  ${film}: ${note}`);
    else bar.update(100, { note });
  }

  say(message: string): void {
    if (this.films.size > 0) this.bars?.log(`${message}\n`);
    else this.stream.write(`${message}\n`);
  }

  close(): void {
    if (this.films.size === 0) return;
    this.bars?.stop();
    this.films.clear();
  }
}
