import { AppError } from '#libs/kernel';
import type { Effect } from '../domain/effect.js';
import { DefiniteFailure } from '../domain/paid-operation.js';

/** The stage has been put aside: whoever runs it has nothing more to record. */
export const EFFECT_AMBIGUOUS = 'effect.ambiguous';

export const effectAmbiguous = ({ provider, operation, id }: Effect) =>
  new AppError(
    EFFECT_AMBIGUOUS,
    `It is not known whether ${provider} has carried out ${operation} (our reference ${id}); a person has to look it up there and tell`,
    { class: 'provider', details: { effectId: id } },
  );

export const requestChanged = ({ key, id }: Effect) =>
  new AppError(
    'effect.request_changed',
    `The stage asks for something else under the key ${key} than before (effect ${id}); the same key must be the same request`,
  );

export const resultLost = ({ provider, id }: Effect) =>
  new AppError(
    'effect.result_lost',
    `${provider} has charged for effect ${id}, but its result can't be had any more`,
    {
      class: 'provider',
      details: { effectId: id },
    },
  );

/** The purchase belongs to an account that only its own key can ask about. */
export const accountGone = ({ provider, id }: Effect) =>
  new AppError(
    'effect.key_removed',
    `Effect ${id} was bought from ${provider} with a key that has been removed; set the tenant's key again to have its result, or cancel the job`,
    { class: 'provider', retryable: true, details: { effectId: id } },
  );

/** No attempt was made, so none is counted. */
export const providerBusy = (provider: string) =>
  new AppError('provider.busy', `${provider} is working on as much as it may`, {
    class: 'provider',
    retryable: true,
    details: { retryAfterMs: 1_000, putOff: true },
  });

/** @param leftAloneMs for how long the provider is left alone: then the stage waits without using up an attempt */
export const effectUnanswered = (provider: string, leftAloneMs: number) =>
  new AppError('effect.unanswered', `${provider} does not answer`, {
    class: 'provider',
    retryable: true,
    details: leftAloneMs > 0 ? { retryAfterMs: leftAloneMs, putOff: true } : {},
  });

/** Refused by the provider, or by a budget before it was asked. */
export const chargedNothing = (error: unknown): error is AppError =>
  error instanceof DefiniteFailure || (error instanceof AppError && error.class === 'budget');
