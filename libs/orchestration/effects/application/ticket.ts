import { EffectTicket } from '../domain/paid-operation.js';

/** The only tickets there are. Not exported from the library: an adapter can't make one. */
export class IssuedTicket extends EffectTicket {
  protected override readonly issuedByJournal = true;

  constructor(
    override readonly effectId: string,
    override readonly signal: AbortSignal,
    private readonly check: () => void,
  ) {
    super();
  }

  override assertHeld(): void {
    this.check();
    this.signal.throwIfAborted();
  }
}
