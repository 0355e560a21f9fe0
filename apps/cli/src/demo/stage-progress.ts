import { MultiBar, type SingleBar } from 'cli-progress';
import type { Stage } from '#client';

/** One stage as people see it: its items together. */
export interface StageRow {
  readonly stage: string;
  readonly status: string;
  /** 0 to 1. */
  readonly progress: number;
  readonly note: string;
}

/** Stages in the order in which they first came, each with its items put together. */
export function stageRows(stages: readonly Stage[], now = Date.now()): StageRow[] {
  return [...Map.groupBy(stages, (stage) => stage.stage)].map(([stage, all]) => {
    const items = all.filter((one) => one.item !== null);
    // The row without an item stands for the whole until the items are known.
    const whole = all.find((one) => one.item === null);
    const parts = items.length > 0 ? items : all;
    const done = parts.filter((one) => one.status === 'succeeded').length;
    const status =
      items.length === 0 || whole?.status === 'failed' ? (whole?.status ?? 'waiting') : statusOf(parts);
    const progress =
      parts.reduce((sum, one) => sum + (one.status === 'succeeded' ? 1 : one.progress), 0) / parts.length;
    const count = items.length > 1 ? ` ${done}/${items.length}` : '';
    return { stage, status, progress, note: `${status}${count}${seconds(parts, now)}` };
  });
}

function statusOf(parts: readonly Stage[]): string {
  const has = (status: string) => parts.some((one) => one.status === status);
  const telling = ['failed', 'cancelled', 'running', 'retrying', 'awaiting_approval'].find(has);
  if (telling) return telling;
  if (parts.every((one) => one.status === 'succeeded')) return 'succeeded';
  return has('succeeded') ? 'running' : (parts[0]?.status ?? 'waiting');
}

function seconds(parts: readonly Stage[], now: number): string {
  const starts = parts.flatMap((one) => (one.startedAt ? [Date.parse(one.startedAt)] : []));
  if (starts.length === 0) return '';
  const ends = parts.map((one) => (one.finishedAt ? Date.parse(one.finishedAt) : now));
  return ` ${((Math.max(...ends) - Math.min(...starts)) / 1_000).toFixed(1)} s`;
}

export interface ProgressDisplay {
  show(stages: readonly Stage[]): void;
  /** A line above the bars. */
  say(message: string): void;
  close(): void;
}

/** A bar for each stage that has started on a terminal; elsewhere a line whenever a stage changes its status. */
export const progressDisplay = (stream: NodeJS.WriteStream): ProgressDisplay =>
  stream.isTTY ? new Bars(stream) : new Lines(stream);

const SCALE = 100;
const hasStarted = (status: string): boolean => status !== 'waiting' && status !== 'ready';

class Bars implements ProgressDisplay {
  private readonly all: MultiBar;
  private readonly bars = new Map<string, SingleBar>();

  constructor(private readonly stream: NodeJS.WriteStream) {
    this.all = new MultiBar({
      format: ' {stage} {bar} {percentage}%  {note}',
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 24,
      hideCursor: true,
      stream,
      autopadding: true,
      // Else a line that is said above the bars would be drawn over those that stand still.
      forceRedraw: true,
      // Ctrl-C is ours to handle.
      gracefulExit: false,
    });
  }

  show(stages: readonly Stage[]): void {
    const rows = stageRows(stages);
    const width = Math.max(...rows.map(({ stage }) => stage.length));
    for (const { stage, status, progress, note } of rows) {
      const payload = { stage: stage.padEnd(width), note };
      const bar = this.bars.get(stage);
      if (bar) bar.update(Math.round(progress * SCALE), payload);
      else if (hasStarted(status))
        this.bars.set(stage, this.all.create(SCALE, Math.round(progress * SCALE), payload));
    }
  }

  say(message: string): void {
    if (this.bars.size > 0) this.all.log(`${message}\n`);
    else this.stream.write(`${message}\n`);
  }

  close(): void {
    if (this.bars.size === 0) return;
    this.all.update();
    this.all.stop();
    this.bars.clear();
  }
}

class Lines implements ProgressDisplay {
  private readonly shown = new Map<string, string>();

  constructor(private readonly stream: NodeJS.WritableStream) {}

  show(stages: readonly Stage[]): void {
    for (const { stage, status, note } of stageRows(stages)) {
      if (this.shown.get(stage) === status || !hasStarted(status)) continue;
      this.shown.set(stage, status);
      this.say(`  ${stage}: ${note}`);
    }
  }

  say(message: string): void {
    this.stream.write(`${message}\n`);
  }

  close(): void {
    // Nothing is pending.
  }
}
