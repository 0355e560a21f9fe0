import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectQueue } from '@nestjs/bull';
import type { Queue } from 'bull';
import { StageRunner, type QueueClass, type WakeMessage } from '#libs/orchestration';
import { WorkerConfig } from '../worker.config.js';

/** Answers the wake-ups of all queue classes. What runs, and whether it runs at all, is Postgres's to say. */
@Injectable()
export class StageProcessor implements OnApplicationBootstrap {
  constructor(
    private readonly runner: StageRunner,
    private readonly config: WorkerConfig,
    @InjectQueue('light' satisfies QueueClass) private readonly light: Queue<WakeMessage>,
    @InjectQueue('media' satisfies QueueClass) private readonly media: Queue<WakeMessage>,
    @InjectQueue('provider' satisfies QueueClass) private readonly provider: Queue<WakeMessage>,
  ) {}

  onApplicationBootstrap(): void {
    this.consume('light', this.light, this.config.WORKER_LIGHT_CONCURRENCY);
    this.consume('media', this.media, this.config.WORKER_MEDIA_CONCURRENCY);
    this.consume('provider', this.provider, this.config.WORKER_PROVIDER_CONCURRENCY);
  }

  private consume(name: QueueClass, queue: Queue<WakeMessage>, concurrency: number): void {
    if (concurrency === 0) return;
    this.runner.serve(name, concurrency);
    // `process` settles only when the queue is closed.
    void queue.process(concurrency, ({ data }) => this.runner.handle(name, data));
  }
}
