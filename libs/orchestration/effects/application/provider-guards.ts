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
import { DefiniteFailure } from '../domain/paid-operation.js';

const FAILURES_TO_OPEN = 5;
const HALF_OPEN_AFTER_MS = 10_000;

/** Stops calling a provider that fails again and again, and lets one call through from time to time to see. One breaker a provider. */
@Injectable()
export class ProviderGuards {
  private readonly breakers = new Map<string, CircuitBreakerPolicy>();

  /** @throws DefiniteFailure `provider.unavailable` without a call while the breaker is open */
  assertClosed(provider: string): void {
    const { state } = this.breaker(provider);
    if (state === CircuitState.Open) throw unavailable(provider);
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
        throw unavailable(provider);
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
        { halfOpenAfter: HALF_OPEN_AFTER_MS, breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN) },
      );
      const own = breaker;
      trackBreaker(provider, () => own.state === CircuitState.Open);
      this.breakers.set(provider, breaker);
    }
    return breaker;
  }
}

const unavailable = (provider: string) =>
  new DefiniteFailure('provider.unavailable', `${provider} keeps failing and is left alone for a while`, {
    retryable: true,
    retryAfterMs: HALF_OPEN_AFTER_MS,
  });
