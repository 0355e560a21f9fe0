import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '#libs/kernel';
import { openLog } from './open-log.js';
import { end, freePort, lastLines } from './processes.js';
import { asServerUser, type ServerUser } from './server-user.js';

/** How to run one server. */
export interface ServerSpec {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Written to its standard input: what must not be seen in the list of processes. */
  readonly input?: string;
  readonly user: ServerUser;
  readonly log: string;
  ready(pid: number): Promise<boolean>;
  /** Called before each start. */
  prepare?(): Promise<void>;
  readonly stopSteps: readonly (readonly [NodeJS.Signals, number])[];
}

/** Recovery after a crash replays the log, which takes its time. */
const READY_TIMEOUT_MS = 120_000;
const START_ATTEMPTS = 5;
/** A server that ran for this long and then died gets all its attempts again. */
const STEADY_MS = 60_000;
/** Dying children of a killed PostgreSQL hold its memory for a moment; a port may be taken between choice and use. */
const PASSING = /shared memory block .* still in use|Address already in use/;

/** A running server that is started again when it dies, on the same port and with the same data. */
export class ServerProcess {
  private stopping = false;
  private failures = 0;

  private constructor(
    private readonly spec: ServerSpec,
    readonly port: number,
    private child: ChildProcess,
    private readonly onLost: (message: string) => void,
  ) {
    this.watch();
  }

  /** @throws AppError `embedded.start_failed` with the end of the server's log. */
  static async start(
    specFor: (port: number) => ServerSpec,
    onLost: (message: string) => void,
    signal: AbortSignal,
  ): Promise<ServerProcess> {
    for (let attempt = 1; ; attempt++) {
      const port = await freePort();
      const spec = specFor(port);
      try {
        return new ServerProcess(spec, port, await launch(spec, signal), onLost);
      } catch (error) {
        if (attempt === START_ATTEMPTS || signal.aborted || !PASSING.test(String(error))) throw error;
        await sleep(500, undefined, { signal });
      }
    }
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    if (running(this.child)) await end(this.pid, this.spec.stopSteps);
  }

  private watch(): void {
    const since = Date.now();
    const died = () => {
      if (this.stopping) return;
      if (Date.now() - since > STEADY_MS) this.failures = 0;
      void this.restart(`${this.spec.name} keeps ending`);
    };
    if (running(this.child)) this.child.once('exit', died);
    else died();
  }

  private async restart(reason: string): Promise<void> {
    if (++this.failures > START_ATTEMPTS) return this.onLost(reason);
    await sleep(100 * 2 ** this.failures);
    if (this.stopping) return;
    try {
      this.child = await launch(this.spec, AbortSignal.timeout(READY_TIMEOUT_MS));
    } catch (error) {
      if (!this.stopping) await this.restart(String(error));
      return;
    }
    if (this.stopping) await this.stop();
    else this.watch();
  }
}

async function launch(spec: ServerSpec, signal: AbortSignal): Promise<ChildProcess> {
  await spec.prepare?.();
  const log = openLog(spec.log);
  const logStart = fstatSync(log).size;
  const child = spawn(spec.program, spec.args, {
    ...asServerUser(spec.user, spec.env),
    stdio: [spec.input === undefined ? 'ignore' : 'pipe', log, log],
  });
  closeSync(log);
  child.once('error', () => undefined);
  child.stdin?.on('error', () => undefined).end(spec.input);

  const failed = (what: string) =>
    new AppError(
      'embedded.start_failed',
      `${spec.name} ${what}. The end of ${spec.log}:\n${lastLines(readFileSync(spec.log).subarray(logStart).toString())}`,
    );
  if (child.pid === undefined) throw failed(`(${spec.program}) can't be run`);
  for (const deadline = Date.now() + READY_TIMEOUT_MS; ; await sleep(20)) {
    if (!running(child))
      throw failed(`ended with ${child.signalCode ?? `code ${child.exitCode}`} while starting`);
    if (await spec.ready(child.pid)) return child;
    if (signal.aborted || Date.now() > deadline) {
      await end(child.pid, spec.stopSteps);
      throw failed(signal.aborted ? 'was stopped while starting' : 'was not ready in time');
    }
  }
}

const running = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;
