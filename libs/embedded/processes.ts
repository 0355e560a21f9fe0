import { execFile, spawn, type SpawnOptions } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A TCP port on 127.0.0.1 that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Runs a program to its end. @throws Error with the end of what it wrote, if it fails. */
export function run(
  program: string,
  args: readonly string[],
  options: SpawnOptions & { input?: string } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    // A program that ends without reading its input is judged by its exit code.
    child.stdin.on('error', () => undefined).end(options.input ?? '');
    child.once('error', reject);
    child.once('close', (code, signal) =>
      code === 0
        ? resolve(output)
        : reject(new Error(`${program} ended with ${signal ?? `code ${code}`}:\n${lastLines(output)}`)),
    );
  });
}

export const lastLines = (text: string, count = 15): string =>
  text.trimEnd().split('\n').slice(-count).join('\n');

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !isZombie(pid);
}

/** Ended, but not yet collected: the first process of a container often takes its time, or never does it. */
function isZombie(pid: number): boolean {
  try {
    // The state follows the name, which is in parentheses and may hold anything.
    return readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.startsWith('Z') ?? false;
  } catch {
    return false;
  }
}

/** Ends a process: by the first signal, and, if it is still there after the given milliseconds, by the next. */
export async function end(pid: number, steps: readonly (readonly [NodeJS.Signals, number])[]): Promise<void> {
  // To the system, 0 and less mean groups of processes.
  if (pid <= 0) return;
  for (const [signal, ms] of steps) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    for (const deadline = Date.now() + ms; Date.now() < deadline; await sleep(20)) if (!isAlive(pid)) return;
  }
}

/**
 * The live server that a pid file names, if it really is the one that works in this directory: after a crash or in a
 * restarted container the number may belong to another process.
 */
export async function serverIn(dir: string, pidFile: string, name: string): Promise<number | undefined> {
  const pid = pidIn(pidFile);
  if (pid === undefined || !isAlive(pid)) return undefined;
  return (await worksIn(pid, dir, name)) ? pid : undefined;
}

export function pidIn(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

async function worksIn(pid: number, dir: string, name: string): Promise<boolean> {
  if (process.platform === 'linux') {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === dir;
    } catch {
      return false;
    }
  }
  return new Promise((resolve) =>
    execFile('ps', ['-o', 'command=', '-p', String(pid)], (error, output) =>
      resolve(!error && output.includes(name)),
    ),
  );
}
