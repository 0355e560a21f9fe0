import { Injectable } from '@nestjs/common';
import type { Claim, ReadyStage } from '../domain/execution.js';
import type { QueueClass } from '../domain/pipeline.js';
import { OutboxRelay } from './outbox-relay.js';

/** Room for a stage that is about to be readied. One of the two is to be called. */
export interface Reservation {
  /** The name under which the stage is to be leased. */
  owner: string;
  begin(claim: Claim): void;
  giveBack(): void;
}

/** What runs stages in this process. */
export interface LocalWorker {
  /** Runs the stage if there is room for it; otherwise leaves it and answers false. */
  take(stage: ReadyStage): boolean;
  reserve(queue: QueueClass): Reservation | null;
}

/**
 * Told of every stage that this process has readied. Where the process runs stages and has room, it takes them at once and spares
 * them the way through the queue; the message in the outbox reaches everybody else, and nobody if the stage is taken by then.
 */
@Injectable()
export class Dispatcher {
  private worker: LocalWorker | undefined;

  constructor(private readonly relay: OutboxRelay) {}

  connect(worker: LocalWorker): void {
    this.worker = worker;
  }

  readied(stages: readonly ReadyStage[]): void {
    const left = stages.filter((stage) => this.worker?.take(stage) !== true);
    if (left.length > 0) this.relay.kick();
  }

  /** Null where this process does not run such stages, or has no room. */
  reserve(queue: QueueClass): Reservation | null {
    return this.worker?.reserve(queue) ?? null;
  }
}
