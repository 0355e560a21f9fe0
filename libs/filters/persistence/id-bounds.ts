import type { FilterField, FilterValue, Operator } from '../domain/filter.js';

/** How far the clocks of the processes that make ids and of the database that writes times may be apart. */
const SLACK_MS = 3_600_000;
const LAST_MS = 2 ** 48 - 1;

export interface IdBound {
  sign: '>=' | '<';
  id: string;
}

/**
 * What a condition on a time says of ids of version 7, which begin with the time at which they were made. The ids' index then leads to
 * the rows, instead of all newer ones being looked at first.
 */
export function idBounds(
  { ids }: FilterField,
  operator: Operator,
  value: FilterValue | FilterValue[],
): IdBound[] {
  if (ids === undefined) return [];
  const times = [value].flat().map((time) => Date.parse(String(time)));
  const from: IdBound = { sign: '>=', id: leastIdOf(Math.min(...times) - SLACK_MS) };
  const to: IdBound = { sign: '<', id: leastIdOf(Math.max(...times) + SLACK_MS + 1) };
  const bounds = { '>': [from], '>=': [from], '<': [to], '<=': [to], '=': [from, to], in: [from, to] };
  const all = bounds[operator as keyof typeof bounds] ?? [];
  return ids.rows === 'made' ? all : all.filter((bound) => bound !== from);
}

function leastIdOf(ms: number): string {
  const hex = Math.min(Math.max(ms, 0), LAST_MS).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
