import type { StageDefinition } from './pipeline.js';
import type { StageView } from './views.js';

/** Mean of the stages' progress, weighted by their share of the work; of a fan-out, the mean of its items. 0 to 1. */
export function progressOf(
  stages: readonly Pick<StageDefinition, 'name' | 'weight'>[],
  executions: readonly StageView[],
): number {
  const total = stages.reduce((sum, stage) => sum + stage.weight, 0);
  const done = stages.reduce((sum, stage) => sum + stage.weight * stageProgress(stage.name, executions), 0);
  return total === 0 ? 0 : Math.round((1000 * done) / total) / 1000;
}

/** The same where nobody knows what the stages weigh: each counts alike. */
export const unweightedProgress = (executions: readonly StageView[]): number =>
  progressOf(
    [...new Set(executions.map(({ stage }) => stage))].map((name) => ({ name, weight: 1 })),
    executions,
  );

function stageProgress(name: string, executions: readonly StageView[]): number {
  const own = executions.filter((execution) => execution.stage === name);
  const items = own.filter((execution) => execution.item !== null);
  const counted = items.length > 0 ? items : own;
  if (counted.length === 0) return 0;
  return counted.reduce((sum, execution) => sum + execution.progress, 0) / counted.length;
}
