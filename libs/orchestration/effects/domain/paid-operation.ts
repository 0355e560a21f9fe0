import { AppError, type JsonObject, type Micros } from '#libs/kernel';

/**
 * Proof that the journal has recorded the intent. Nobody but the journal can make one (its implementation is not exported), and
 * no paid call can be made without it.
 */
export abstract class EffectTicket {
  /** Keeps other objects of this shape from passing for a ticket. */
  protected abstract readonly issuedByJournal: true;
  /** Idempotency key and reference of ours at the provider. */
  abstract readonly effectId: string;
  /** Aborted on cancel, timeout, shutdown and a lost lease. */
  abstract readonly signal: AbortSignal;
  /**
   * To be called right before each request leaves.
   * @throws AppError `stage.lease_lost` once the stage is no longer ours, even before the signal tells
   */
  abstract assertHeld(): void;
}

/** Without `result`: the provider works on it, under this id. */
export type Submission<R> =
  { externalId: string } | { externalId: string | null; result: R; costMicros: Micros };

export type EffectProgress<R> =
  | { status: 'running' }
  | { status: 'done'; result: R; costMicros: Micros }
  | { status: 'failed'; message: string; costMicros: Micros };

/** How a lost answer is found out: the same key again, a look-up by our reference, the provider's webhook, or only by a person. */
export type Reconciliation = 'idempotency-key' | 'lookup' | 'webhook' | 'none';

/** Where the keys of the process's own settings pay. */
export const OUR_ACCOUNT = 'ours';

/**
 * One thing that can be bought from a provider. Adapters extend it and provide it to Nest; agents call it through
 * `context.effects.perform`, which keeps the journal. It sends each request once: retrying is the journal's to decide.
 */
export abstract class PaidOperation<Q extends JsonObject = JsonObject, R extends JsonObject = JsonObject> {
  /** For example `veo`. */
  abstract readonly provider: string;
  /** For example `video.generate`. */
  abstract readonly operation: string;
  abstract readonly reconciliation: Reconciliation;
  /** Who pays the provider: `OUR_ACCOUNT`, or the id of the tenant whose key it is. Limits and breakers are kept apart by it. */
  get account(): string {
    return OUR_ACCOUNT;
  }
  /** How many may be open at once: of this provider on this account, and of one tenant there; and begun in a minute, where it says so. */
  abstract readonly limits: { concurrency: number; perTenant: number; perMinute?: number };
  abstract readonly pollIntervalMs: number;
  /** For `lookup` and `webhook`: what was not heard of for this long after it was sent has certainly not happened. */
  readonly absentAfterMs: number = 60_000;

  abstract estimate(request: Q): Micros;

  /** Sends once. @throws DefiniteFailure when the provider has certainly done and charged nothing; any other error means: unknown */
  abstract submit(request: Q, ticket: EffectTicket): Promise<Submission<R>>;

  abstract poll(externalId: string, ticket: EffectTicket): Promise<EffectProgress<R>>;

  /** Finds an effect by our reference. Null: the provider does not know it. */
  lookUp?(ticket: EffectTicket): Promise<{ externalId: string } | null>;

  /** Asks the provider to stop. `costMicros`: what it charges all the same. */
  cancel?(externalId: string, ticket: EffectTicket): Promise<{ stopped: boolean; costMicros: Micros }>;
}

export interface DefiniteFailureOptions {
  /** Whether the same request may succeed later. */
  retryable: boolean;
  /** As the provider asks, in ms. */
  retryAfterMs?: number;
  /** It did not come to a call, so that none of the stage's attempts is used up. */
  putOff?: boolean;
  cause?: unknown;
}

/** The provider has refused: nothing was done, nothing was charged. Only after one may another provider be asked. */
export class DefiniteFailure extends AppError {
  constructor(
    code: string,
    message: string,
    { retryable, retryAfterMs, putOff, cause }: DefiniteFailureOptions,
  ) {
    super(code, message, { class: 'provider', retryable, details: { retryAfterMs, putOff }, cause });
  }
}
