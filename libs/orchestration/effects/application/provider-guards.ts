import { Injectable } from '@nestjs/common';
import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import { LruMap } from '#libs/kernel';
import { countProviderCall, trackBreaker } from '#libs/monitoring';
import { OrchestrationConfig } from '../../orchestration.config.js';
import { DefiniteFailure, OUR_ACCOUNT, type PaidOperation } from '../domain/paid-operation.js';

/** A provider as one account sees it: a key without credit says nothing about others. */
export type Callee = Pick<PaidOperation, 'provider' | 'account'>;

interface Guard {
  breaker: CircuitBreakerPolicy;
  /** On the monotonic clock: an open breaker lets a call through to see only when it is asked again. */
  openUntil: number;
}

const MOST_GUARDS = 4_096;

/**
 * Stops calling a provider that fails again and again, and lets one call through from time to time to see. One breaker for each
 * provider and account.
 */
@Injectable()
export class ProviderGuards {
  private readonly guards = new LruMap<string, Guard>(MOST_GUARDS);

  constructor(private readonly config: OrchestrationConfig) {}

  /** @throws DefiniteFailure `provider.unavailable` without a call while the breaker is open */
  assertClosed(callee: Callee): void {
    if (this.isOpen(callee)) throw this.unavailable(callee);
  }

  isOpen(callee: Callee): boolean {
    return this.openForMs(callee) > 0;
  }

  /** 0 where it may be called. */
  openForMs(callee: Callee): number {
    const { openUntil } = this.guards.get(nameOf(callee)) ?? { openUntil: 0 };
    return Math.max(0, Math.ceil(openUntil - performance.now()));
  }

  /** @throws what `call` throws; DefiniteFailure `provider.unavailable` where it was not called */
  async call<T>(callee: Callee, call: () => Promise<T>): Promise<T> {
    const { provider } = callee;
    try {
      const answer = await this.guard(callee).breaker.execute(call);
      countProviderCall(provider, 'answered');
      return answer;
    } catch (error) {
      if (error instanceof BrokenCircuitError) {
        countProviderCall(provider, 'not_called');
        throw this.unavailable(callee);
      }
      countProviderCall(provider, error instanceof DefiniteFailure ? 'refused' : 'unanswered');
      throw error;
    }
  }

  private guard(callee: Callee): Guard {
    const known = this.guards.get(nameOf(callee));
    if (known !== undefined) return known;
    // A request that is refused for what it says is no sign of a sick provider.
    const breaker = circuitBreaker(
      handleWhen((error) => !(error instanceof DefiniteFailure) || error.retryable),
      {
        halfOpenAfter: this.config.PROVIDER_BREAKER_PAUSE_MS,
        breaker: new ConsecutiveBreaker(this.config.PROVIDER_BREAKER_FAILURES),
      },
    );
    const guard: Guard = { breaker, openUntil: 0 };
    breaker.onBreak(() => (guard.openUntil = performance.now() + this.config.PROVIDER_BREAKER_PAUSE_MS));
    breaker.onReset(() => (guard.openUntil = 0));
    // Tenants' accounts would be a label without bounds.
    if (callee.account === OUR_ACCOUNT)
      trackBreaker(callee.provider, () => breaker.state === CircuitState.Open);
    this.guards.set(nameOf(callee), guard);
    return guard;
  }

  private unavailable({ provider }: Callee): DefiniteFailure {
    return new DefiniteFailure(
      'provider.unavailable',
      `${provider} keeps failing and is left alone for a while`,
      {
        retryable: true,
        putOff: true,
        retryAfterMs: this.config.PROVIDER_BREAKER_PAUSE_MS,
      },
    );
  }
}

const nameOf = ({ provider, account }: Callee): string => `${provider} ${account}`;
