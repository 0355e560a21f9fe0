import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { PaidOperation } from '../domain/paid-operation.js';

/** All operations that modules provide, so that an effect can be looked after by whoever finds it. */
@Injectable()
export class PaidOperations implements OnModuleInit {
  private readonly operations = new Map<string, PaidOperation>();

  constructor(private readonly discovery: DiscoveryService) {}

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

  /** Undefined where this process can't speak to the provider. */
  get(at: { provider: string; operation: string }): PaidOperation | undefined {
    return this.operations.get(nameOf(at));
  }
}

const nameOf = ({ provider, operation }: { provider: string; operation: string }) =>
  `${provider}/${operation}`;
