import type { PaidOperation } from '../effects/domain/paid-operation.js';

/** Who pays a provider: we, or tenants with keys of their own. */
export abstract class ProviderAccounts {
  /**
   * An operation on the account on which a purchase was begun.
   * @returns undefined where there is no key to that account any more
   */
  abstract onAccount(operation: PaidOperation, account: string): PaidOperation | undefined;
}
