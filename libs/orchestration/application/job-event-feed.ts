import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { acrossTenants } from '#libs/database';
import { Follower } from '../domain/follower.js';
import type { FeedItem, JobEvent, Scope } from '../domain/views.js';
import { JobReader } from '../persistence/job-reader.js';
import { JobQueries } from './job-queries.js';

/** How soon a follower hears of an event: one small query, whoever follows. */
const POLL_MS = 50;
/** How many looks for events there are to one at the progress of stages that are running. */
const PROGRESS_EVERY = 5;
const TERMINAL_EVENTS = new Set(['job.completed', 'job.failed', 'job.cancelled']);
const ENDED = new Set(['completed', 'failed', 'cancelled']);

/**
 * Follows jobs live. What a follower has missed it reads from the log at its own pace; then all followers of this process share one
 * query per tick, so that a thousand open streams cost the database as much as one.
 */
@Injectable()
export class JobEventFeed implements OnModuleDestroy {
  private readonly followers = new Set<Follower>();
  private timer: NodeJS.Timeout | undefined;
  private polling = false;
  private polls = 0;

  constructor(
    private readonly reader: JobReader,
    private readonly queries: JobQueries,
  ) {}

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /**
   * Events after `afterSeq`, each once and in order, with progress in between. Ends after the job's last event, or with the signal;
   * of a job that has ended there is nothing to wait for. Whoever calls this has seen that the job may be followed: what is read on
   * behalf of a stream is no longer bound to a request's tenant. However slowly it is read, only so much waits in memory.
   * @throws AppError `job.not_found`
   */
  async *follow(
    scope: Scope,
    jobId: string,
    afterSeq: number,
    signal: AbortSignal,
  ): AsyncGenerator<FeedItem> {
    const { progress, stages } = await acrossTenants(() => this.queries.get(scope, jobId));
    yield { progress: { progress, stages } };
    let after = afterSeq;
    while (!signal.aborted) {
      // Asked first: events of a job that had ended by then are all in the log.
      const ended = await this.hasEnded(jobId);
      const missed = await this.eventsAfter(jobId, after);
      for (const event of missed) {
        yield { event };
        after = event.seq;
      }
      if (missed.length > 0) continue;
      if (ended) return;
      after = yield* this.live(jobId, after, signal);
    }
  }

  /** @returns the last event that was taken: the job may have ended with it, or the reader has fallen behind */
  private async *live(jobId: string, after: number, signal: AbortSignal): AsyncGenerator<FeedItem, number> {
    const follower = new Follower(jobId, after);
    const wake = (): void => follower.wake();
    signal.addEventListener('abort', wake);
    this.join(follower);
    let last = after;
    try {
      while (!signal.aborted) {
        const item = follower.take();
        if (item !== undefined) {
          yield item;
          if (!('event' in item)) continue;
          last = item.event.seq;
          if (TERMINAL_EVENTS.has(item.event.type)) return last;
        } else if (follower.behind) return last;
        else await follower.arrival();
      }
      return last;
    } finally {
      this.leave(follower);
      signal.removeEventListener('abort', wake);
    }
  }

  /** One that has been deleted has ended too. */
  private async hasEnded(jobId: string): Promise<boolean> {
    const track = (await acrossTenants(() => this.reader.tracks([jobId]))).get(jobId);
    return track === undefined || ENDED.has(track.status);
  }

  private async eventsAfter(jobId: string, after: number): Promise<JobEvent[]> {
    const events = await acrossTenants(() => this.reader.eventsAfter([{ jobId, after }]));
    return events.get(jobId) ?? [];
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
      const followers = [...this.followers].filter(({ behind }) => !behind);
      const withProgress = ++this.polls % PROGRESS_EVERY === 0;
      // One look for the followers of all tenants: each was let in to its own job by `follow`.
      await acrossTenants(async () => {
        const events = await this.reader.eventsAfter(lowestCursors(followers));
        await this.deliver(
          withProgress ? followers : followers.filter(({ jobId }) => events.has(jobId)),
          events,
        );
      });
    } catch {
      // The database is away: the next tick tries again, and followers miss nothing because they read by sequence number.
    } finally {
      this.polling = false;
    }
  }

  private async deliver(followers: Follower[], events: Map<string, JobEvent[]>): Promise<void> {
    if (followers.length === 0) return;
    const jobIds = [...new Set(followers.map((follower) => follower.jobId))];
    const [stages, tracks] = await Promise.all([this.reader.stages(jobIds), this.reader.tracks(jobIds)]);
    for (const follower of followers) {
      const track = tracks.get(follower.jobId);
      const known = stages.get(follower.jobId) ?? [];
      const jobStages = track === undefined ? known : this.queries.allStages(track, known);
      const progress = track === undefined ? 0 : this.queries.progress(track, jobStages);
      follower.deliver({ progress, stages: jobStages }, events.get(follower.jobId) ?? []);
    }
  }
}

function lowestCursors(followers: Follower[]): { jobId: string; after: number }[] {
  const lowest = new Map<string, number>();
  for (const { jobId, after } of followers) lowest.set(jobId, Math.min(after, lowest.get(jobId) ?? after));
  return [...lowest].map(([jobId, after]) => ({ jobId, after }));
}
