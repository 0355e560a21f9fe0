import type { FeedItem, JobEvent, StageView } from './views.js';

/** Events that wait for a slow reader; with more of them it reads on from the log. */
const MOST_WAITING = 256;

/** One who follows a job live, and what waits to be taken: the newest progress, and events up to a bound. */
export class Follower {
  /** It reads too slowly: nothing more is delivered, and what it misses stands in the log. */
  behind = false;
  private progress: FeedItem | undefined;
  private waiting: JobEvent[] = [];
  private awake: () => void = () => undefined;

  /** @param after the last event that it has, or that waits for it */
  constructor(
    readonly jobId: string,
    public after: number,
  ) {}

  /** @param events of its job, in order; those that it has already are passed over */
  deliver(progress: { progress: number; stages: StageView[] }, events: readonly JobEvent[]): void {
    const fresh = events.filter(({ seq }) => seq > this.after);
    this.behind = this.waiting.length + fresh.length > MOST_WAITING;
    this.progress = { progress };
    if (!this.behind && fresh.length > 0) {
      this.waiting.push(...fresh);
      this.after = fresh.at(-1)!.seq;
    }
    this.wake();
  }

  /** What comes next: events first come, first served, each before a progress that knows of it. */
  take(): FeedItem | undefined {
    const event = this.waiting.shift();
    if (event !== undefined) return { event };
    const progress = this.progress;
    this.progress = undefined;
    return progress;
  }

  /** Resolves when something has been delivered, or it was woken. */
  arrival(): Promise<void> {
    return new Promise((resolve) => (this.awake = resolve));
  }

  wake(): void {
    this.awake();
  }
}
