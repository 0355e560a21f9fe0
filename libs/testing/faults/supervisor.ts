import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { openLog } from '#libs/embedded';

export interface ProcessSpec {
  name: string;
  main: string;
  env: NodeJS.ProcessEnv;
}

/** A death: who died and when, in ms since the epoch. The owner is what the dead worker wrote into its leases. */
export interface Kill {
  at: number;
  name: string;
  owner: string;
}

/** Keeps processes of ours running as a service manager does: what ends is started again, until `stop`. */
export class Supervisor {
  readonly kills: Kill[] = [];
  private readonly running = new Map<string, ChildProcess>();
  private readonly ready = new Map<string, Promise<void>>();
  /** Killed, and perhaps not yet known to have ended. */
  private readonly dying = new WeakSet<ChildProcess>();
  private stopping = false;

  constructor(private readonly logDir: string) {}

  /** Resolves once the process has said that it is ready, for the first time. */
  start(spec: ProcessSpec): Promise<void> {
    const log = openLog(join(this.logDir, `${spec.name}.log`));
    const child = spawn(process.execPath, [spec.main], {
      env: { ...process.env, ...spec.env },
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    this.running.set(spec.name, child);
    child.once('exit', () => {
      if (!this.stopping) setTimeout(() => this.stopping || void this.start(spec), 100);
    });
    // A process that is killed while it boots is never ready; the next one under this name may be.
    const ready = Promise.race([once(child, 'message'), once(child, 'exit')]).then(() => undefined);
    this.ready.set(spec.name, ready);
    return ready;
  }

  /** Resolves once every process that runs now has booted. */
  async settled(): Promise<void> {
    await Promise.all(this.ready.values());
  }

  get names(): string[] {
    return [...this.running.keys()];
  }

  pid(name: string): number | undefined {
    const child = this.running.get(name);
    return child === undefined || this.dying.has(child) || hasEnded(child) ? undefined : child.pid;
  }

  /** @returns false where the process was just not running */
  kill(name: string, signal: NodeJS.Signals = 'SIGKILL'): boolean {
    const pid = this.pid(name);
    const child = this.running.get(name);
    if (pid === undefined || child === undefined || !child.kill(signal)) return false;
    if (signal === 'SIGKILL') {
      this.dying.add(child);
      this.kills.push({ at: Date.now(), name, owner: `${hostname()}:${pid}` });
    }
    return true;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const children = [...this.running.values()].filter((child) => !hasEnded(child));
    await Promise.all(
      children.map((child) => {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        return ended;
      }),
    );
  }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;
