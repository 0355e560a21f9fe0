import { MultiBar, type SingleBar } from 'cli-progress';

/** Progress of several things at a time: a bar for each on a terminal that has room for them, elsewhere a line when one begins or ends. */
export class Bars {
  private readonly bars: MultiBar | undefined;
  private readonly begun = new Map<string, SingleBar>();
  private readonly width: number;

  constructor(
    private readonly stream: NodeJS.WriteStream,
    names: readonly string[],
  ) {
    this.width = Math.max(...names.map((name) => name.length));
    if (!stream.isTTY || names.length + 2 > stream.rows) return;
    this.bars = new MultiBar({
      format: ' {name} {bar} {percentage}%  {note}',
      barsize: 24,
      stream,
      forceRedraw: true,
      // Ctrl-C is ours to handle.
      gracefulExit: false,
    });
  }

  begin(name: string): void {
    if (this.bars === undefined) this.say(`  ${name}: started`);
    else this.begun.set(name, this.bars.create(100, 0, { name: name.padEnd(this.width), note: 'waiting' }));
  }

  /** @param progress 0 to 1 */
  show(name: string, { progress, note }: { progress: number; note: string }): void {
    this.begun.get(name)?.update(Math.round(100 * progress), { note });
  }

  end(name: string, note: string): void {
    const bar = this.begun.get(name);
    if (bar === undefined) this.say(`  ${name}: ${note}`);
    else bar.update(100, { note });
  }

  say(message: string): void {
    if (this.begun.size > 0) this.bars?.log(`${message}\n`);
    else this.stream.write(`${message}\n`);
  }

  close(): void {
    if (this.begun.size === 0) return;
    this.bars?.stop();
    this.begun.clear();
  }
}
