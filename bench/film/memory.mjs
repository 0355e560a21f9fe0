import { readdirSync, readFileSync } from 'node:fs';

/** Often enough to see programs that run for a second; seldom enough not to slow down what is measured. */
const EVERY_MS = 200;

/** The largest resident memory of the worker, alone and with the programs that it runs, in MB, until it is stopped. Linux only. */
export function watchMemory() {
  const peak = { workerMb: 0, treeMb: 0 };
  const worker = below(process.pid).find((pid) => read(pid, 'cmdline').includes('apps/worker'));
  if (worker === undefined) throw new Error('there is no worker to watch');
  const timer = setInterval(() => {
    peak.workerMb = Math.max(peak.workerMb, megabytes(worker));
    const all = below(worker).reduce((sum, pid) => sum + megabytes(pid), megabytes(worker));
    peak.treeMb = Math.max(peak.treeMb, all);
  }, EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return { workerMb: Math.round(peak.workerMb), treeMb: Math.round(peak.treeMb) };
    },
  };
}

/** Children, and theirs; each thread has those that it started. */
function below(pid) {
  const children = threadsOf(pid).flatMap((thread) => read(pid, `task/${thread}/children`).split(' '));
  return children.filter(Boolean).flatMap((child) => [child, ...below(child)]);
}

const megabytes = (pid) => Number(/^VmRSS:\s+(\d+)/m.exec(read(pid, 'status'))?.[1] ?? 0) / 1024;

function threadsOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** Empty where the process has ended meanwhile. */
function read(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
