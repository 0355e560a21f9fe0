import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readJournal, type JournalEntry } from '#libs/testing/faults';
import type { Undo } from '../stand.js';
import type { TariffSettings } from './mishaps.js';

const MAIN = fileURLToPath(new URL('./provider-main.js', import.meta.url));

export type Command =
  { do: 'set'; settings: Partial<TariffSettings> } | { do: 'shut' } | { do: 'open' } | { do: 'count' };

export interface TariffProvider {
  readonly url: string;
  set(settings: Partial<TariffSettings>): Promise<void>;
  /** Refuses connections until `open`; what it has begun goes on. */
  shut(): Promise<void>;
  open(): Promise<void>;
  mishaps(): Promise<Record<string, number>>;
  journal(): JournalEntry[];
}

/** @param name a tariff of `tariff-sheet.ts`, under which it also keeps its journal in `dir` */
export async function startTariffProvider(name: string, dir: string, undo: Undo): Promise<TariffProvider> {
  const journalPath = join(dir, `${name}.jsonl`);
  const child = fork(MAIN, [name, journalPath], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  undo.push(async () => {
    const ended = once(child, 'exit');
    if (child.kill('SIGKILL')) await ended;
  });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  const send = async (command: Command): Promise<{ mishaps: Record<string, number> }> => {
    const replied = once(child, 'message');
    child.send(command);
    const [reply] = (await replied) as [{ mishaps: Record<string, number> }];
    return reply;
  };
  return {
    url,
    set: async (settings) => void (await send({ do: 'set', settings })),
    shut: async () => void (await send({ do: 'shut' })),
    open: async () => void (await send({ do: 'open' })),
    mishaps: async () => (await send({ do: 'count' })).mishaps,
    journal: () => readJournal(journalPath),
  };
}
