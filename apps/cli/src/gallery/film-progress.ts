import type { Stage } from '#client';
import { stageRows } from '../demo/stage-progress.js';

/** How far a film is, and what is being done to it. */
export function filmProgress(stages: readonly Stage[]): { progress: number; note: string } {
  const rows = stageRows(stages);
  const done = rows.reduce((sum, { status, progress }) => sum + (status === 'skipped' ? 1 : progress), 0);
  const running = rows.find(({ status }) => status === 'running' || status === 'retrying');
  return { progress: rows.length === 0 ? 0 : done / rows.length, note: running?.stage ?? '' };
}
