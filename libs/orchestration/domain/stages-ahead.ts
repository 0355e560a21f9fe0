import type { PipelineGraph } from './pipeline-graph.js';
import type { JobStatus } from './state-machine.js';
import type { StageView } from './views.js';

/**
 * All stages of a job, also those that nothing has come to yet: they have no row before one that they wait for is done.
 * @param known the stages that have rows, those that have begun first, the others by name
 * @param graph undefined where this process does not know the pipeline: then the rows are all there is to tell
 */
export function withStagesAhead(
  graph: PipelineGraph | undefined,
  jobStatus: JobStatus,
  known: StageView[],
): StageView[] {
  const names = new Set(known.map(({ stage }) => stage));
  const ahead = (graph?.stages ?? []).filter(({ name }) => !names.has(name));
  if (ahead.length === 0) return known;
  const status = statusAhead(jobStatus);
  const begun = known.filter(({ startedAt }) => startedAt !== null);
  const others = known.slice(begun.length);
  const views = ahead.map(({ name, agent }) => ({ ...UNTOUCHED, stage: name, agent, status }));
  return [
    ...begun,
    ...[...others, ...views].sort((a, b) => (a.stage < b.stage ? -1 : a.stage > b.stage ? 1 : 0)),
  ];
}

/** What a stage counts as that nothing has come to: it ends with its job. */
export const statusAhead = (jobStatus: string): 'cancelled' | 'waiting' =>
  jobStatus === 'failed' || jobStatus === 'cancelled' ? 'cancelled' : 'waiting';

const UNTOUCHED = {
  item: null,
  attempt: 0,
  progress: 0,
  startedAt: null,
  finishedAt: null,
  error: null,
  approval: null,
};
