import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '#libs/kernel';
import { isAlive } from './processes.js';

/** What the guardian of a data directory writes down there, for its owner's eyes only. */
export interface GuardianState {
  readonly pid: number;
  readonly state: 'starting' | 'ready' | 'stopping';
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
}

const FILE = 'guardian.json';
/** A guardian notices the end of its parent within this time, and then needs some more to stop its servers. */
const NOTICE_MS = 1_000;
const STOP_MS = 20_000;

/** The state that a living guardian left in the data directory. */
export function guardianState(dataDir: string): GuardianState | undefined {
  try {
    const state = JSON.parse(readFileSync(join(dataDir, FILE), 'utf8')) as GuardianState;
    return isAlive(state.pid) ? state : undefined;
  } catch {
    return undefined;
  }
}

/** Holds a data directory for this process: at most one guardian at a time. */
export class DataDirLock {
  private constructor(
    private readonly dataDir: string,
    private readonly path: string,
  ) {}

  /** Waits for a guardian that is about to stop. @throws AppError `embedded.in_use` */
  static async take(dataDir: string, signal: AbortSignal): Promise<DataDirLock> {
    const path = join(dataDir, FILE);
    const lock = new DataDirLock(dataDir, path);
    const since = Date.now();
    for (;;) {
      if (lock.tryTake()) return lock;
      const other = guardianState(dataDir);
      if (other === undefined) {
        // Of two that find it abandoned, only one moves it away.
        rmSync(`${path}.old`, { force: true });
        try {
          renameSync(path, `${path}.old`);
        } catch {
          // The other one did.
        }
      } else if (Date.now() - since > (other.state === 'stopping' ? STOP_MS : NOTICE_MS)) {
        throw new AppError(
          'embedded.in_use',
          `${dataDir} is in use by a running instance (process ${other.pid}). Stop that one first, or set AIPROD_DATA_DIR to another directory`,
        );
      }
      await sleep(50, undefined, { signal });
    }
  }

  write(state: Omit<GuardianState, 'pid'>): void {
    renameSync(this.writeAside(state), this.path);
  }

  release(): void {
    rmSync(this.path, { force: true });
  }

  private tryTake(): boolean {
    const aside = this.writeAside({ state: 'starting' });
    try {
      linkSync(aside, this.path);
      return true;
    } catch {
      return false;
    } finally {
      rmSync(aside, { force: true });
    }
  }

  private writeAside(state: Omit<GuardianState, 'pid'>): string {
    const aside = join(this.dataDir, `${FILE}.${process.pid}`);
    writeFileSync(aside, JSON.stringify({ pid: process.pid, ...state }), { mode: 0o600 });
    return aside;
  }
}
