import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { InjectQueue } from '@nestjs/bull';
import type { Queue } from 'bull';
import { StageRunner, type QueueClass, type WakeMessage } from '#libs/orchestration';
import { WorkerConfig } from '../worker.config.js';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** Answers the wake-ups of all queue classes. What runs, and whether it runs at all, is Postgres's to say. */
@Injectable()
export class StageProcessor implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly runner: StageRunner,
    private readonly config: WorkerConfig,
    @InjectQueue('light' satisfies QueueClass) private readonly light: Queue<WakeMessage>,
    @InjectQueue('media' satisfies QueueClass) private readonly media: Queue<WakeMessage>,
    @InjectQueue('provider' satisfies QueueClass) private readonly provider: Queue<WakeMessage>,
  ) {}

  onApplicationBootstrap(): void {
    this.runner.draining.addEventListener('abort', () => this.stopConsuming(), { once: true });
    this.consume('light', this.light, this.config.WORKER_LIGHT_CONCURRENCY);
    this.consume('media', this.media, this.config.WORKER_MEDIA_CONCURRENCY);
    this.consume('provider', this.provider, this.config.WORKER_PROVIDER_CONCURRENCY);
  }

  onApplicationShutdown(): void {
    for (const signal of SIGNALS) process.off(signal, this.hurry);
  }

  /** Messages go to other workers from now on; a further signal says that there is no time to finish. */
  private stopConsuming(): void {
    // Redis that is away brings nothing either.
    for (const queue of [this.light, this.media, this.provider])
      queue.pause(true, true).catch(() => undefined);
    for (const signal of SIGNALS) process.on(signal, this.hurry);
  }

  private readonly hurry = (): void => this.runner.hurry();

  private consume(name: QueueClass, queue: Queue<WakeMessage>, concurrency: number): void {
    if (concurrency === 0) return;
    this.runner.serve(name, concurrency);
    // `process` settles only when the queue is closed.
    void queue.process(concurrency, ({ data }) => this.runner.handle(name, data));
  }
}
