import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { ProviderAccounts } from '../../ports/provider-accounts.js';
import type { Effect } from '../domain/effect.js';
import { PaidOperation } from '../domain/paid-operation.js';
import { accountGone, effectAmbiguous } from './effect-errors.js';

/** All operations that modules provide, so that an effect can be looked after by whoever finds it. */
@Injectable()
export class PaidOperations implements OnModuleInit {
  private readonly operations = new Map<string, PaidOperation>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly accounts: ProviderAccounts,
  ) {}

  /** @throws Error where two modules provide the same operation: the process must not start */
  onModuleInit(): void {
    for (const { instance } of this.discovery.getProviders() as { instance: unknown }[]) {
      if (!(instance instanceof PaidOperation)) continue;
      const name = nameOf(instance);
      if ((this.operations.get(name) ?? instance) !== instance) {
        throw new Error(`two modules provide ${name}; rename one`);
      }
      this.operations.set(name, instance);
    }
  }

  /** Undefined where this process can't speak to the provider, or there is no key to the account any more. */
  get(at: { provider: string; operation: string; account: string }): PaidOperation | undefined {
    const operation = this.operations.get(nameOf(at));
    return operation && this.accounts.onAccount(operation, at.account);
  }

  /** @throws AppError `effect.ambiguous` or `effect.key_removed` where nobody here can tell what has become of it */
  ownerOf(effect: Effect): PaidOperation {
    const owner = this.get(effect);
    if (owner !== undefined) return owner;
    throw this.operations.has(nameOf(effect)) ? accountGone(effect) : effectAmbiguous(effect);
  }
}

const nameOf = ({ provider, operation }: { provider: string; operation: string }) =>
  `${provider}/${operation}`;
