import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One order that a worker process has sent, or tried to; times in ms of that process's clock. */
export interface OrderCall {
  provider: string;
  begunAt: number;
  endedAt: number;
  /** Of the answer; null where none came. */
  status: number | null;
  /** Whether it speaks against the provider's health; null for a refusal of the order itself. */
  failed: boolean | null;
}

/** Notes a call of this process below `dir`, in a file of the process's own. */
export function logCall(dir: string, call: OrderCall): void {
  mkdirSync(dir, { recursive: true });
  appendFileSync(join(dir, String(process.pid)), `${JSON.stringify(call)}\n`);
}

/** By process. */
export function readCalls(dir: string, provider: string): Map<string, OrderCall[]> {
  const pids = existsSync(dir) ? readdirSync(dir) : [];
  return new Map(
    pids.map((pid) => [
      pid,
      readFileSync(join(dir, pid), 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as OrderCall)
        .filter((call) => call.provider === provider),
    ]),
  );
}

export interface BreakerHistory {
  /** For each time it opened from closed: the calls since the first of the failures in a row. */
  callsUntilOpen: number[];
  /** Calls that were let through to see, and what they found. */
  probes: OrderCall[];
  /** Calls that were begun while it had to be open. */
  whileOpen: OrderCall[];
  /** Calls that were begun while another one was finding out. */
  besideProbe: OrderCall[];
  /** In the end. */
  closed: boolean;
}

/** Between an answer and what is made of it, and between two clocks, lie a few instructions. */
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
  let openedAt = -Infinity;
  let probe: OrderCall | null = null;
  const open = (at: number): void => {
    openedAt = at;
    history.closed = false;
    row = [];
  };
  const begun = (call: OrderCall): void => {
    if (history.closed || call.begunAt < openedAt + SLACK_MS) return;
    if (probe !== null) history.besideProbe.push(call);
    else if (call.begunAt < openedAt + pauseMs - SLACK_MS) history.whileOpen.push(call);
    else probe = call;
  };
  const ended = (call: OrderCall): void => {
    if (call === probe) {
      probe = null;
      history.probes.push(call);
      if (call.failed === true) open(call.endedAt);
      else history.closed = true;
      return;
    }
    if (!history.closed) return;
    if (call.failed === true) row.push(call);
    if (call.failed === false) row = [];
    if (row.length < failures) return;
    const since = row[0]?.begunAt ?? 0;
    history.callsUntilOpen.push(
      calls.filter(({ begunAt }) => begunAt >= since && begunAt <= call.endedAt).length,
    );
    open(call.endedAt);
  };
  const moments = calls.flatMap((call) => [
    { at: call.begunAt, tell: () => begun(call) },
    { at: call.endedAt, tell: () => ended(call) },
  ]);
  for (const { tell } of moments.sort((a, b) => a.at - b.at)) tell();
  return history;
}
