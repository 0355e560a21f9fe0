import { AsyncLocalStorage } from 'node:async_hooks';
import { currentCorrelationId } from '#libs/monitoring';
import { actorOf, type Principal } from '../principal.js';
import type { AuditEntry } from './domain/entry.js';

/** The request that acts are done in. */
interface Origin {
  caller?: Principal;
}

const storage = new AsyncLocalStorage<Origin>();

/** Runs a request, of which it is not known yet who sends it. */
export const runInRequest = <T>(work: () => T): T => storage.run({}, work);

/** From here on it is known who sends the request. */
export function bindCaller(caller: Principal): void {
  const origin = storage.getStore();
  if (origin !== undefined) origin.caller = caller;
}

/**
 * The entry with what the request tells of it, so that no service has to pass that on: its id, and the API key where one does what
 * the service knows its owner for.
 */
export function attributed(entry: AuditEntry): AuditEntry {
  const { caller } = storage.getStore() ?? {};
  const isCallers = entry.actor.type === 'user' && entry.actor.id === caller?.userId;
  return {
    ...entry,
    actor: isCallers && caller !== undefined ? actorOf(caller) : entry.actor,
    correlationId: entry.correlationId ?? currentCorrelationId(),
  };
}
