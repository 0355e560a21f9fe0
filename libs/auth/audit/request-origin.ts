import { AsyncLocalStorage } from 'node:async_hooks';
import { actorOf, type Principal } from '../principal.js';
import type { AuditEntry } from './domain/entry.js';

/** The request that acts are done in. */
interface Origin {
  correlationId: string;
  caller?: Principal;
}

const storage = new AsyncLocalStorage<Origin>();

/** Runs a request: what the audit log hears of meanwhile carries its id. */
export const runInRequest = <T>(correlationId: string, work: () => T): T =>
  storage.run({ correlationId }, work);

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
  const { correlationId, caller } = storage.getStore() ?? {};
  const isCallers = entry.actor.type === 'user' && entry.actor.id === caller?.userId;
  return {
    ...entry,
    actor: isCallers && caller !== undefined ? actorOf(caller) : entry.actor,
    correlationId: entry.correlationId ?? correlationId,
  };
}
