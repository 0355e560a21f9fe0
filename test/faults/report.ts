import type { Outcome } from './scenario.js';

/** The invariants of one outcome as lines for a person. */
export function table({ scenario, invariants, jobs, completed, kills, ...rest }: Outcome): string {
  const lines = invariants.map(
    ({ name, holds, detail }) => `  ${holds ? '✓' : '✗'} ${name.padEnd(52)} ${detail}`,
  );
  const recovery = `recovery p50 ${rest.recoveryP50Ms ?? '-'} ms, p99 ${rest.recoveryP99Ms ?? '-'} ms`;
  const extras = Object.entries(rest.extras).map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`);
  return [
    `${scenario}: ${completed} of ${jobs} jobs completed, ${kills} kills, ${recovery}`,
    ...lines,
    ...extras,
  ].join('\n');
}

/** The same for a program: one object on one line. */
export function jsonLine({ invariants, extras, ...figures }: Outcome): string {
  const broken = invariants.filter(({ holds }) => !holds).map(({ name, detail }) => ({ name, detail }));
  return JSON.stringify({ ...figures, ...extras, broken });
}

export const holds = (outcome: Outcome): boolean => outcome.invariants.every((invariant) => invariant.holds);
