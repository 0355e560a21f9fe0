import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FaultSettings } from './fault-plan.js';
import { readJournal, type JournalEntry } from './journal.js';

const MAIN = fileURLToPath(new URL('./provider-main.js', import.meta.url));

export interface ProviderProcess {
  readonly url: string;
  readonly journalPath: string;
  set(settings: Partial<FaultSettings>): Promise<void>;
  /** How many of each fault it has injected since the last `set`. */
  faults(): Promise<Record<string, number>>;
  journal(): JournalEntry[];
  stop(): Promise<void>;
}

/** Starts the provider in its own process, so that nothing that is killed on our side takes its books along. */
export async function startProvider(journalPath: string): Promise<ProviderProcess> {
  const child = fork(MAIN, [journalPath], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  const control = async (init: RequestInit): Promise<{ faults: Record<string, number> }> =>
    (await (await fetch(`${url}/control`, init)).json()) as { faults: Record<string, number> };
  return {
    url,
    journalPath,
    set: async (settings) => void (await control({ method: 'PUT', body: JSON.stringify(settings) })),
    faults: async () => (await control({})).faults,
    journal: () => readJournal(journalPath),
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
