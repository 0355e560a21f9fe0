import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** @param {Record<string, { c1: object, c50: object }>} engines */
export function table(engines) {
  const base = engines.floor;
  const head = [
    'engine',
    'steps/s at 1',
    'p50 ms',
    'p99 ms',
    '× floor',
    'steps/s at 50',
    'p50 ms',
    'p99 ms',
    '× floor',
  ];
  const rows = Object.entries(engines).map(([name, { c1, c50 }]) => [
    name,
    c1.stepsPerSec,
    c1.p50Ms,
    c1.p99Ms,
    base ? (c1.p50Ms / base.c1.p50Ms).toFixed(2) : '-',
    c50.stepsPerSec,
    c50.p50Ms,
    c50.p99Ms,
    base ? (c50.stepsPerSec / base.c50.stepsPerSec).toFixed(2) : '-',
  ]);
  const widths = head.map((title, index) =>
    Math.max(title.length, ...rows.map((row) => String(row[index]).length)),
  );
  const line = (cells) =>
    cells
      .map((cell, index) =>
        index === 0 ? String(cell).padEnd(widths[index]) : String(cell).padStart(widths[index]),
      )
      .join('  ');
  return [
    line(head),
    ...rows.map(line),
    '× floor: of the p50 at 1 in flight (less is better), of the steps a second at 50 (more is better)',
  ].join('\n');
}

/** What was measured, and on what. */
export async function machine() {
  const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return {
    versions: dependencies,
    machine: { cpus: cpus().length, model: cpus()[0]?.model ?? 'unknown', node: process.version },
  };
}
