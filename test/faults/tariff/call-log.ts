import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One order that a worker process has sent, or tried to; times in ms of that process's clock. */
export interface OrderCall {
  provider: string;
  begunAt: number;
  endedAt: number;
  /** Whether it speaks against the provider's health; null for a refusal of the order itself. */
  failed: boolean | null;
}

/** Notes a call of this process below `dir`, in a file of the process's own. */
export function logCall(dir: string, call: OrderCall): void {
  mkdirSync(dir, { recursive: true });
  appendFileSync(join(dir, String(process.pid)), `${JSON.stringify(call)}\n`);
}

/** By process, in the order in which they ended. */
export function readCalls(dir: string, provider: string): Map<string, OrderCall[]> {
  const pids = readdirSync(dir, { withFileTypes: true }).map(({ name }) => name);
  return new Map(
    pids.map((pid) => [
      pid,
      readFileSync(join(dir, pid), 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as OrderCall)
        .filter((call) => call.provider === provider)
        .sort((a, b) => a.endedAt - b.endedAt),
    ]),
  );
}

export interface BreakerHistory {
  /** For each time it opened from closed: the calls from the first of the failures in a row on. */
  callsUntilOpen: number[];
  /** Calls that were let through to see, and what they found. */
  probes: { failed: boolean }[];
  /** Calls that were begun while it had to be open. */
  whileOpen: OrderCall[];
  /** Calls that were begun while another one was finding out. */
  besideProbe: OrderCall[];
  closed: boolean;
}

/** Timers and clocks are read a few instructions apart. */
const SLACK_MS = 5;

/** What a breaker that opens after `failures` in a row for `pauseMs` must have done, held against the calls that one process made. */
export function breakerHistory(
  calls: OrderCall[],
  { failures, pauseMs }: { failures: number; pauseMs: number },
): BreakerHistory {
  const history: BreakerHistory = {
    callsUntilOpen: [],
    probes: [],
    whileOpen: [],
    besideProbe: [],
    closed: true,
  };
  let row: OrderCall[] = [];
  let openedAt: number | null = null;
  let probe: OrderCall | null = null;
  for (const call of calls) {
    if (openedAt === null) {
      // What was begun before or beside the probe tells nothing of the time after it.
      if (probe !== null && call.begunAt < probe.endedAt) {
        if (call.begunAt > probe.begunAt) history.besideProbe.push(call);
        continue;
      }
      if (call.failed === true) row.push(call);
      if (call.failed === false) row = [];
      if (row.length < failures) continue;
      openedAt = call.endedAt;
      const first = row[0] as OrderCall;
      const until = call.endedAt;
      history.callsUntilOpen.push(
        calls.filter(({ begunAt }) => begunAt >= first.begunAt && begunAt <= until).length,
      );
      continue;
    }
    const since: number = openedAt;
    if (call.begunAt <= since) continue;
    if (probe !== null && call.begunAt > probe.begunAt && call.begunAt < probe.endedAt) {
      history.besideProbe.push(call);
      continue;
    }
    if (call.begunAt < since + pauseMs - SLACK_MS) {
      history.whileOpen.push(call);
      continue;
    }
    probe = call;
    history.probes.push({ failed: call.failed === true });
    row = [];
    openedAt = call.failed === true ? call.endedAt : null;
  }
  history.closed = openedAt === null;
  return history;
}
