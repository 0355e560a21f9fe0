import { PassThrough, pipeline, Readable } from 'node:stream';
import { type BeforeApplicationShutdown, Injectable, Logger, StreamableFile } from '@nestjs/common';
import type { AccessScope } from '#libs/auth';
import { ValidationError } from '#libs/kernel';
import { streamOpened } from '#libs/monitoring';
import { type FeedItem, JobEventFeed, JobQueries } from '#libs/orchestration';
import { sseFrames } from './sse.js';

const HEARTBEAT_MS = 15_000;

/** Bytes that wait for a slow client before its events are read no further. */
const BUFFER_BYTES = 16_384;

@Injectable()
export class JobEventStreams implements BeforeApplicationShutdown {
  private readonly logger = new Logger(JobEventStreams.name);
  private readonly shutdown = new AbortController();

  constructor(
    private readonly queries: JobQueries,
    private readonly feed: JobEventFeed,
  ) {}

  /** Ends after the job's last event, when the client goes, and on shutdown. @throws AppError `job.not_found` */
  async open(scope: AccessScope, jobId: string, afterSeq: number): Promise<StreamableFile> {
    const { finishedAt } = await this.queries.get(scope, jobId);
    const gone = new AbortController();
    const signal = AbortSignal.any([gone.signal, this.shutdown.signal]);
    const live = this.feed.follow(scope, jobId, afterSeq, signal);
    const events = finishedAt === null ? live : history(live);
    const frames = Readable.from(sseFrames(events, HEARTBEAT_MS, signal), { highWaterMark: 1 });
    // What the client hangs on: unlike a generator's stream, it closes at once, whatever the feed is waiting for.
    const stream = new PassThrough({ highWaterMark: BUFFER_BYTES });
    const streamClosed = streamOpened();
    stream.once('close', () => {
      gone.abort();
      streamClosed();
    });
    pipeline(frames, stream, (error) => {
      if (error && !signal.aborted) this.logger.warn({ err: error, jobId }, 'a stream of events broke off');
    });
    return new StreamableFile(stream, { type: 'text/event-stream; charset=utf-8' });
  }

  beforeApplicationShutdown(): void {
    this.shutdown.abort();
  }
}

/** The events of a job that has ended: a client that has seen the last one already would else wait for another. */
async function* history(feed: AsyncIterable<FeedItem>): AsyncGenerator<FeedItem> {
  let looksWithoutEvent = 0;
  for await (const item of feed) {
    looksWithoutEvent = 'event' in item ? 0 : looksWithoutEvent + 1;
    if (looksWithoutEvent === 2) return;
    yield item;
  }
}

/** Where to go on: what the client says it has seen last counts before what its address says. */
export function resumeAfter(lastEventId: string | undefined, after: number | undefined): number {
  if (lastEventId === undefined || lastEventId === '') return after ?? 0;
  if (/^\d{1,10}$/.test(lastEventId)) return Number(lastEventId);
  throw new ValidationError([{ path: 'Last-Event-ID', message: 'must be the id of an event of this job' }]);
}
