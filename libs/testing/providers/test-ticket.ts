import { newId } from '#libs/kernel';
import { EffectTicket } from '#libs/orchestration';

/** What the journal would hand to an adapter, for a test that has no journal. */
export class TestTicket extends EffectTicket {
  protected override readonly issuedByJournal = true;
  override readonly effectId = newId();
  private readonly controller = new AbortController();
  private lost: Error | undefined;

  override get signal(): AbortSignal {
    return this.controller.signal;
  }

  override assertHeld(): void {
    if (this.lost !== undefined) throw this.lost;
  }

  /** From now on the stage belongs to somebody else. */
  lose(error: Error): void {
    this.lost = error;
  }

  abort(): void {
    this.controller.abort();
  }
}
