import { Injectable } from '@nestjs/common';
import type { QueueClass } from '../domain/pipeline.js';

interface Slot {
  capacity: number;
  busy: number;
  waiting: (() => void)[];
  /** On the monotonic clock; the opening counts as one. */
  lastStart: number;
}

/** How many stages of each class this process runs at once. A class that it does not serve has no slots. */
@Injectable()
export class Slots {
  private readonly classes = new Map<QueueClass, Slot>();

  open(queue: QueueClass, capacity: number): void {
    this.classes.set(queue, { capacity, busy: 0, waiting: [], lastStart: performance.now() });
  }

  get served(): QueueClass[] {
    return [...this.classes.keys()];
  }

  /** @returns false where all are taken */
  tryTake(queue: QueueClass): boolean {
    const slot = this.classes.get(queue);
    if (slot === undefined || slot.busy >= slot.capacity) return false;
    slot.busy++;
    slot.lastStart = performance.now();
    return true;
  }

  /** Waits for its turn. */
  async take(queue: QueueClass): Promise<void> {
    if (this.tryTake(queue)) return;
    const slot = this.classes.get(queue);
    if (slot === undefined) throw new Error(`this process does not serve the queue ${queue}`);
    // Whoever gives a slot back hands it over, so that it stays taken.
    await new Promise<void>((resolve) => slot.waiting.push(resolve));
    slot.lastStart = performance.now();
  }

  giveBack(queue: QueueClass): void {
    const slot = this.classes.get(queue);
    if (slot === undefined) return;
    const next = slot.waiting.shift();
    if (next === undefined) slot.busy--;
    else next();
  }

  /** Milliseconds for which a free slot has been waiting for work; 0 where all work. */
  idleMs(queue: QueueClass): number {
    const slot = this.classes.get(queue);
    if (slot === undefined || slot.busy >= slot.capacity) return 0;
    return performance.now() - slot.lastStart;
  }
}
