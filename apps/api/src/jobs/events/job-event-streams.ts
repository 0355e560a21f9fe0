import { PassThrough, pipeline, Readable } from 'node:stream';
import { Injectable, Logger, StreamableFile } from '@nestjs/common';
import type { StreamCaller } from '#libs/auth';
import { JobStreams, type OpenStream } from './job-streams.js';
import { sseFrames } from './sse.js';
import { StreamsConfig } from './streams.config.js';

const TYPE = 'text/event-stream; charset=utf-8';

/** Bytes that wait for a slow client before its events are read no further. */
const BUFFER_BYTES = 16_384;

/** So long a client that was cut off for its slowness may still take what waits for it, and read why. */
const LAST_CALL_MS = 5_000;

/** Streams of events as server-sent events. */
@Injectable()
export class JobEventStreams {
  private readonly logger = new Logger(JobEventStreams.name);

  constructor(
    private readonly streams: JobStreams,
    private readonly config: StreamsConfig,
  ) {}

  /** Ends after the job's last event, when the client goes, and with a last word when it is cut off. @throws as `JobStreams.follow` */
  async open(caller: StreamCaller, jobId: string, afterSeq: number): Promise<StreamableFile> {
    const followed = await this.streams.follow(caller, jobId, afterSeq);
    const { items, signal } = followed;
    const frames = sseFrames(items, this.config.STREAM_HEARTBEAT_MS, signal);
    // What the client hangs on: unlike a generator's stream, it closes at once, whatever the feed is waiting for.
    const stream = new PassThrough({ highWaterMark: BUFFER_BYTES });
    stream.once('close', () => followed.end('gone'));
    const source = Readable.from(this.patiently(frames, followed, stream), { highWaterMark: 1 });
    pipeline(source, stream, (error) => {
      if (error && !signal.aborted) this.logger.warn({ err: error, jobId }, 'a stream of events broke off');
    });
    return new StreamableFile(stream, { type: TYPE });
  }

  /** What a stream would begin with, for whoever asks for the headers alone. @throws AppError `job.not_found` */
  async head(caller: StreamCaller, jobId: string): Promise<StreamableFile> {
    await this.streams.assertMayFollow(caller, jobId);
    return new StreamableFile(Readable.from([]), { type: TYPE });
  }

  /** Waits for the client to take each frame, but not for ever. */
  private async *patiently(
    frames: AsyncIterable<string>,
    followed: OpenStream,
    stream: PassThrough,
  ): AsyncGenerator<string> {
    for await (const frame of frames) {
      const patience = setTimeout(() => {
        followed.end('too_slow');
        setTimeout(() => stream.destroy(), LAST_CALL_MS).unref();
      }, this.config.STREAM_SLOW_MS);
      try {
        yield frame;
      } finally {
        clearTimeout(patience);
      }
    }
  }
}
