import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/views.js';
import { DispatchStore, type DispatchState } from '../persistence/dispatch-store.js';

/** Drains the whole system, for an upgrade or an emergency: what runs finishes, nothing new starts, new jobs are still accepted. */
@Injectable()
export class DispatchControl {
  constructor(private readonly store: DispatchStore) {}

  state(): Promise<DispatchState> {
    return this.store.read();
  }

  async set(change: { drained: boolean; reason: string | null; actor: Actor }): Promise<DispatchState> {
    await this.store.set(change.drained, change.reason, change.actor);
    return this.store.read();
  }
}
