import type { QueueClass } from '../domain/pipeline.js';
import type { WakeMessage } from '../domain/execution.js';

export interface QueuedWake {
  queue: QueueClass;
  /** 0 (last) to 9 (first). */
  priority: number;
  message: WakeMessage;
}

/** Wakes workers. It may lose, repeat and reorder messages: Postgres decides what runs. */
export abstract class WakeQueue {
  /** @throws when the queue can't be reached; the messages then stay in the outbox */
  abstract send(wakes: QueuedWake[]): Promise<void>;
}
