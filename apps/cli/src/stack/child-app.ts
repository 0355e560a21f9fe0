import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheDir, end, lastLines, openLog } from '#libs/embedded';
import type { Credentials } from '#client';
import { type Completion, type FirstAdminReport, PRELOAD } from './completion.js';

export interface ChildSpec {
  /** As people call it: "API", "worker 2". */
  readonly name: string;
  readonly main: string;
  /** Modules that may be loaded before the environment is complete. */
  readonly preload: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly log: string;
}

export interface ChildEvents {
  say(message: string): void;
  /** It ended before it ever ran: nothing that trying again would mend. */
  onFailedStart(message: string): void;
}

const STAND_BY = new URL('./stand-by.js', import.meta.url).href;
/** Compiled code is kept between starts. */
const COMPILE_CACHE = join(cacheDir(undefined), 'node');
/**
 * glibc gives every thread a heap of its own, and what one has freed none of the others can use: a worker that had made some films took
 * a third more memory, for nothing in return.
 */
const FEW_ARENAS = { MALLOC_ARENA_MAX: '2' };
const STOP_MS = 10_000;
const LONGEST_BACKOFF_MS = 30_000;
/** One that ran this long and then died is started again without delay. */
const STEADY_MS = 60_000;

/** An API or worker process: started at once, complete once it has the rest of its environment, started again when it dies. */
export class ChildApp {
  private child: ChildProcess;
  private logStart = 0;
  private late: NodeJS.ProcessEnv | undefined;
  private readonly admin = Promise.withResolvers<Credentials | null>();
  private failures = 0;
  private hasRun = false;
  private readonly running = Promise.withResolvers<void>();
  private stopping = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly spec: ChildSpec,
    private readonly events: ChildEvents,
  ) {
    this.child = this.launch();
  }

  get name(): string {
    return this.spec.name;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  private get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** What it wrote last, since it was started. */
  get lastWords(): string {
    return lastLines(readFileSync(this.spec.log).subarray(this.logStart).toString());
  }

  /** Settles when it has started. */
  get started(): Promise<void> {
    return this.running.promise;
  }

  /** It has started; from now on it is started again whenever it ends. An application may say so itself, by "ready". */
  markStarted(): void {
    this.hasRun = true;
    this.running.resolve();
  }

  complete(env: NodeJS.ProcessEnv): void {
    this.late = env;
    this.send({ env });
  }

  /** Completes it, and has it add the first administrator before it runs. Null if there are users already. */
  completeWithAdmin(env: NodeJS.ProcessEnv, email: string): Promise<Credentials | null> {
    this.late = env;
    this.send({ env, firstAdmin: email });
    return this.admin.promise;
  }

  /** Asks it to end, and after 10 s makes it. `now` does not ask. */
  async stop(now = false): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    if (this.isRunning && !now) await end(this.pid, [['SIGTERM', STOP_MS]]);
    this.endGroup();
    if (this.isRunning) await once(this.child, 'exit');
  }

  private launch(): ChildProcess {
    const log = openLog(this.spec.log);
    this.logStart = fstatSync(log).size;
    const child = fork(this.spec.main, [], {
      // A group of its own: a terminal's Ctrl-C reaches us alone, and what it started can be ended with it.
      detached: true,
      env: {
        NODE_COMPILE_CACHE: COMPILE_CACHE,
        ...FEW_ARENAS,
        ...this.spec.env,
        [PRELOAD]: this.spec.preload.map((path) => pathToFileURL(path).href).join(' '),
      },
      // Loading makes much garbage: room for it from the start saves a tenth of the time.
      execArgv: ['--min-semi-space-size=16', '--import', STAND_BY],
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    const since = Date.now();
    child.once('error', (error) => this.events.say(`${this.name}: ${error.message}`));
    child.on('message', (message) => {
      if (message === 'ready') this.markStarted();
      else if (typeof message === 'object' && 'firstAdmin' in message) {
        this.admin.resolve((message as FirstAdminReport).firstAdmin);
      }
    });
    child.once('exit', (code, signal) => {
      if (this.stopping) return;
      if (this.hasRun) this.restart(signal ?? `code ${code}`, Date.now() - since);
      else this.events.onFailedStart(`The ${this.name} does not start:\n${this.lastWords}`);
    });
    return child;
  }

  private restart(how: string, ranMs: number): void {
    this.failures = ranMs > STEADY_MS ? 0 : this.failures + 1;
    const delay = this.failures === 0 ? 0 : Math.min(250 * 2 ** this.failures, LONGEST_BACKOFF_MS);
    this.events.say(
      `${this.name} (process ${this.pid}) ended with ${how}; starting it again in ${delay / 1_000} s`,
    );
    this.timer = setTimeout(() => {
      this.endGroup();
      this.child = this.launch();
      if (this.late) this.send({ env: this.late });
      this.events.say(`${this.name} runs again (process ${this.pid})`);
    }, delay);
  }

  /** Ends it and whatever it left running. */
  private endGroup(): void {
    // It never started: 0 would mean our own group.
    if (this.pid === 0) return;
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // There is nobody left.
    }
  }

  private send(completion: Completion): void {
    // One that died meanwhile is sent it again when it is started again.
    if (this.child.connected) this.child.send(completion, () => undefined);
  }
}
