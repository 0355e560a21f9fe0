import { Injectable } from '@nestjs/common';
import type { ReadyStage } from '../domain/execution.js';
import { OutboxRelay } from './outbox-relay.js';

/**
 * Told of every stage that this process has readied. Where the process runs stages and has room, it takes them at once and spares
 * them the way through the queue; the message in the outbox reaches everybody else, and nobody if the stage is taken by then.
 */
@Injectable()
export class Dispatcher {
  private take: (stage: ReadyStage) => void = () => undefined;

  constructor(private readonly relay: OutboxRelay) {}

  /** @param take runs the stage if there is room for it, and otherwise leaves it */
  onReady(take: (stage: ReadyStage) => void): void {
    this.take = take;
  }

  readied(stages: readonly ReadyStage[]): void {
    for (const stage of stages) this.take(stage);
    if (stages.length > 0) this.relay.kick();
  }
}
