import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { acrossTenants } from '#libs/database';
import type { FeedItem, JobEvent, Scope } from '../domain/views.js';
import { JobReader } from '../persistence/job-reader.js';
import { JobQueries } from './job-queries.js';

const POLL_MS = 250;
const TERMINAL_EVENTS = new Set(['job.completed', 'job.failed', 'job.cancelled']);

interface Follower {
  jobId: string;
  after: number;
  deliver(items: FeedItem[]): void;
}

/**
 * Follows jobs live. All followers of this process share one query per tick, so that a thousand open streams
 * cost the database as much as one.
 */
@Injectable()
export class JobEventFeed implements OnModuleDestroy {
  private readonly followers = new Set<Follower>();
  private timer: NodeJS.Timeout | undefined;
  private polling = false;

  constructor(
    private readonly reader: JobReader,
    private readonly queries: JobQueries,
  ) {}

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /**
   * Events after `afterSeq`, each once and in order, with progress in between. Ends after the job's last event, or with the signal.
   * @throws AppError `job.not_found`
   */
  async *follow(
    scope: Scope,
    jobId: string,
    afterSeq: number,
    signal: AbortSignal,
  ): AsyncGenerator<FeedItem> {
    await this.queries.get(scope, jobId);
    let waiting: FeedItem[] = [];
    let wake = (): void => undefined;
    const follower: Follower = {
      jobId,
      after: afterSeq,
      deliver: (items) => {
        // A slow reader needs only the newest progress, but every event.
        waiting = [...waiting.filter((item) => 'event' in item), ...items];
        wake();
      },
    };
    const onAbort = (): void => wake();
    signal.addEventListener('abort', onAbort);
    this.join(follower);
    try {
      while (!signal.aborted) {
        if (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        for (const item of waiting.splice(0)) {
          yield item;
          if ('event' in item && (await this.isLast(jobId, item.event))) return;
        }
      }
    } finally {
      this.leave(follower);
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** A job that was run again has events after those that once ended it. */
  private async isLast(jobId: string, { type, seq }: JobEvent): Promise<boolean> {
    if (!TERMINAL_EVENTS.has(type)) return false;
    const later = await acrossTenants(() => this.reader.eventsAfter([{ jobId, after: seq }]));
    return !later.has(jobId);
  }

  private join(follower: Follower): void {
    this.followers.add(follower);
    this.timer ??= setInterval(() => void this.poll(), POLL_MS);
    void this.poll();
  }

  private leave(follower: Follower): void {
    this.followers.delete(follower);
    if (this.followers.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async poll(): Promise<void> {
    if (this.polling) return;
    this.polling = true;
    try {
      const followers = [...this.followers];
      const jobIds = [...new Set(followers.map((follower) => follower.jobId))];
      // One look for the followers of all tenants: each was let in to its own job by `follow`.
      const [events, stages, tracks] = await acrossTenants(() =>
        Promise.all([
          this.reader.eventsAfter(lowestCursors(followers)),
          this.reader.stages(jobIds),
          this.reader.tracks(jobIds),
        ]),
      );
      for (const follower of followers) {
        const fresh = (events.get(follower.jobId) ?? []).filter((event) => event.seq > follower.after);
        follower.after = fresh.at(-1)?.seq ?? follower.after;
        const jobStages = stages.get(follower.jobId) ?? [];
        const track = tracks.get(follower.jobId);
        const progress = track === undefined ? 0 : this.queries.progress(track, jobStages);
        follower.deliver([
          { progress: { progress, stages: jobStages } },
          ...fresh.map((event) => ({ event })),
        ]);
      }
    } catch {
      // The database is away: the next tick tries again, and followers miss nothing because they read by sequence number.
    } finally {
      this.polling = false;
    }
  }
}

function lowestCursors(followers: Follower[]): { jobId: string; after: number }[] {
  const lowest = new Map<string, number>();
  for (const { jobId, after } of followers) lowest.set(jobId, Math.min(after, lowest.get(jobId) ?? after));
  return [...lowest].map(([jobId, after]) => ({ jobId, after }));
}
