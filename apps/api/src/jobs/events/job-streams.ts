import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { AccessWatch, type StreamCaller } from '#libs/auth';
import { streamOpened } from '#libs/monitoring';
import { type FeedItem, JobEventFeed, JobQueries } from '#libs/orchestration';
import { HttpError } from '../../http/http-error.js';
import { StreamsConfig } from './streams.config.js';

/** Why a stream ends before its job does. */
export type EndReason = 'gone' | 'revoked' | 'too_slow' | 'shutting_down';

export interface OpenStream {
  items: AsyncIterable<FeedItem>;
  /** Aborted with an `EndReason`. */
  signal: AbortSignal;
  /** Ends the stream and frees its place. Only the first reason counts. */
  end(reason: EndReason): void;
}

/** The streams of events that this process has open, by whichever protocol. */
@Injectable()
export class JobStreams implements BeforeApplicationShutdown {
  private readonly open = new Set<OpenStream>();
  private readonly ofUser = new Map<string, number>();

  constructor(
    private readonly queries: JobQueries,
    private readonly feed: JobEventFeed,
    private readonly access: AccessWatch,
    private readonly config: StreamsConfig,
  ) {}

  /** Whether the caller may follow the job; takes no place. @throws AppError `job.not_found` */
  async assertMayFollow(caller: StreamCaller, jobId: string): Promise<void> {
    await this.queries.get(caller, jobId);
  }

  /** Whoever opens it ends it. @throws AppError `job.not_found`; HttpError `stream.too_many` */
  async follow(caller: StreamCaller, jobId: string, afterSeq: number): Promise<OpenStream> {
    await this.assertMayFollow(caller, jobId);
    const leave = this.takePlace(caller.userId);
    const controller = new AbortController();
    const stream: OpenStream = {
      items: this.feed.follow(caller, jobId, afterSeq, controller.signal),
      signal: controller.signal,
      end: (reason) => {
        if (!this.open.delete(stream)) return;
        unwatch();
        leave();
        controller.abort(reason);
      },
    };
    const unwatch = this.access.watch(caller, () => stream.end('revoked'));
    this.open.add(stream);
    return stream;
  }

  beforeApplicationShutdown(): void {
    for (const stream of [...this.open]) stream.end('shutting_down');
  }

  private takePlace(userId: string): () => void {
    const taken = this.ofUser.get(userId) ?? 0;
    if (taken >= this.config.STREAMS_PER_USER) {
      const message = `A user may have ${this.config.STREAMS_PER_USER} streams open at once; close one first`;
      throw new HttpError('stream.too_many', message, { 'retry-after': '5' });
    }
    this.ofUser.set(userId, taken + 1);
    const closed = streamOpened();
    return () => {
      closed();
      const left = (this.ofUser.get(userId) ?? 1) - 1;
      if (left > 0) this.ofUser.set(userId, left);
      else this.ofUser.delete(userId);
    };
  }
}
