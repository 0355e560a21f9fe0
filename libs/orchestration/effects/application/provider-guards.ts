import { Injectable } from '@nestjs/common';
import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import { countProviderCall, trackBreaker } from '#libs/monitoring';
import { OrchestrationConfig } from '../../orchestration.config.js';
import { DefiniteFailure } from '../domain/paid-operation.js';

/** Stops calling a provider that fails again and again, and lets one call through from time to time to see. One breaker a provider. */
@Injectable()
export class ProviderGuards {
  private readonly breakers = new Map<string, CircuitBreakerPolicy>();
  /** On the monotonic clock: an open breaker lets a call through to see only when it is asked again. */
  private readonly openUntil = new Map<string, number>();

  constructor(private readonly config: OrchestrationConfig) {}

  /** @throws DefiniteFailure `provider.unavailable` without a call while the breaker is open */
  assertClosed(provider: string): void {
    if (this.isOpen(provider)) throw this.unavailable(provider);
  }

  isOpen(provider: string): boolean {
    return this.openForMs(provider) > 0;
  }

  /** 0 where it may be called. */
  openForMs(provider: string): number {
    return Math.max(0, Math.ceil((this.openUntil.get(provider) ?? 0) - performance.now()));
  }

  /** @throws what `call` throws; DefiniteFailure `provider.unavailable` where it was not called */
  async call<T>(provider: string, call: () => Promise<T>): Promise<T> {
    try {
      const answer = await this.breaker(provider).execute(call);
      countProviderCall(provider, 'answered');
      return answer;
    } catch (error) {
      if (error instanceof BrokenCircuitError) {
        countProviderCall(provider, 'not_called');
        throw this.unavailable(provider);
      }
      countProviderCall(provider, error instanceof DefiniteFailure ? 'refused' : 'unanswered');
      throw error;
    }
  }

  private breaker(provider: string): CircuitBreakerPolicy {
    let breaker = this.breakers.get(provider);
    if (breaker === undefined) {
      // A request that is refused for what it says is no sign of a sick provider.
      breaker = circuitBreaker(
        handleWhen((error) => !(error instanceof DefiniteFailure) || error.retryable),
        {
          halfOpenAfter: this.config.PROVIDER_BREAKER_PAUSE_MS,
          breaker: new ConsecutiveBreaker(this.config.PROVIDER_BREAKER_FAILURES),
        },
      );
      const own = breaker;
      breaker.onBreak(() => {
        this.openUntil.set(provider, performance.now() + this.config.PROVIDER_BREAKER_PAUSE_MS);
      });
      breaker.onReset(() => this.openUntil.delete(provider));
      trackBreaker(provider, () => own.state === CircuitState.Open);
      this.breakers.set(provider, breaker);
    }
    return breaker;
  }

  private unavailable(provider: string): DefiniteFailure {
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
