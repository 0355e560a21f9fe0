import type { QueueClass } from '../domain/pipeline.js';

interface Slot {
  capacity: number;
  busy: number;
  waiting: (() => void)[];
}

/** How many stages of each class this process runs at once. A class that it does not serve has no slots. */
export class Slots {
  private readonly classes = new Map<QueueClass, Slot>();

  open(queue: QueueClass, capacity: number): void {
    this.classes.set(queue, { capacity, busy: 0, waiting: [] });
  }

  /** @returns false where all are taken */
  tryTake(queue: QueueClass): boolean {
    const slot = this.classes.get(queue);
    if (slot === undefined || slot.busy >= slot.capacity) return false;
    slot.busy++;
    return true;
  }

  /** Waits for its turn. */
  async take(queue: QueueClass): Promise<void> {
    if (this.tryTake(queue)) return;
    const slot = this.classes.get(queue);
    if (slot === undefined) throw new Error(`this process does not serve the queue ${queue}`);
    // Whoever gives a slot back hands it over, so that it stays taken.
    await new Promise<void>((resolve) => slot.waiting.push(resolve));
  }

  giveBack(queue: QueueClass): void {
    const slot = this.classes.get(queue);
    if (slot === undefined) return;
    const next = slot.waiting.shift();
    if (next === undefined) slot.busy--;
    else next();
  }

  /** For metrics and readiness: what is open, what is busy. */
  state(): { queue: QueueClass; capacity: number; busy: number }[] {
    return [...this.classes].map(([queue, { capacity, busy }]) => ({ queue, capacity, busy }));
  }
}
