import { readdirSync, readFileSync } from 'node:fs';

const EVERY_MS = 100;

/** The largest resident memory of the worker, alone and with the programs that it runs, in MB, until it is stopped. Linux only. */
export function watchMemory() {
  const peak = { workerMb: 0, treeMb: 0 };
  const timer = setInterval(() => {
    const all = processes();
    const below = (pid) =>
      all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...below(child.pid)]);
    const worker = below(process.pid).find(({ command }) => command.includes('apps/worker'));
    if (worker === undefined) return;
    const tree = [worker, ...below(worker.pid)].reduce((sum, { mb }) => sum + mb, 0);
    peak.workerMb = Math.max(peak.workerMb, Math.round(worker.mb));
    peak.treeMb = Math.max(peak.treeMb, Math.round(tree));
  }, EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

function processes() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const status = readFileSync(`/proc/${pid}/status`, 'utf8');
        const number = (field) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [{ pid: Number(pid), parent: number('PPid'), mb: number('VmRSS') / 1024, command }];
      } catch {
        // It ended between the listing and the look.
        return [];
      }
    });
}
