import { Injectable } from '@nestjs/common';
import { BullSender } from '#libs/queue';
import { WakeQueue, type QueuedWake } from '../ports/wake-queue.js';

/** Wakes workers through Bull. A stage that is sent again while its message still waits is not queued twice. */
@Injectable()
export class BullWakeQueue extends WakeQueue {
  constructor(private readonly sender: BullSender) {
    super();
  }

  override send(wakes: QueuedWake[]): Promise<void> {
    return this.sender.send(
      wakes.map(({ queue, priority, message }) => ({
        queue,
        priority,
        id: `${message.stageId}.${message.dispatch}`,
        data: message,
      })),
    );
  }
}
