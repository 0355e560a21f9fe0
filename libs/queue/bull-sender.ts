import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { getQueueToken } from '@nestjs/bull';
import type { Queue } from 'bull';

const HIGHEST = 9;

export interface OutgoingMessage {
  queue: string;
  /** 0 (last) to 9 (first). */
  priority: number;
  /** Repeats of a message that still waits are dropped by the queue. */
  id: string;
  data: object;
}

/** Sends messages to the queues by name, one round trip a queue. */
@Injectable()
export class BullSender {
  constructor(private readonly modules: ModuleRef) {}

  /** @throws when Redis can't be reached */
  async send(messages: OutgoingMessage[]): Promise<void> {
    const byQueue = Map.groupBy(messages, (message) => message.queue);
    await Promise.all(
      [...byQueue].map(([name, batch]) =>
        this.modules.get<Queue>(getQueueToken(name), { strict: false }).addBulk(
          batch.map(({ id, data, priority }) => ({
            data,
            opts: { jobId: id, priority: HIGHEST + 1 - priority },
          })),
        ),
      ),
    );
  }
}
