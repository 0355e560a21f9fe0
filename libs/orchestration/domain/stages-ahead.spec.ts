import type { StageDefinition } from './pipeline.js';
import { PipelineGraph } from './pipeline-graph.js';
import { withStagesAhead } from './stages-ahead.js';
import type { StageView } from './views.js';

const stage = (name: string, state: StageDefinition['state'], after: string[] = []): StageDefinition => ({
  name,
  agent: `agent of ${name}`,
  queue: 'light',
  state,
  weight: 1,
  input: {},
  after,
});
const graph = new PipelineGraph('toy', [
  stage('write', 'INPUT_SANITIZED'),
  stage('voice', 'AGENTS_EXECUTED', ['write']),
  stage('draw', 'AGENTS_EXECUTED', ['write']),
  stage('cut', 'AGENTS_EXECUTED', ['voice', 'draw']),
  stage('measure', 'QA_TECH', ['cut']),
  stage('judge', 'QA_SEMANTIC', ['measure']),
  stage('approve', 'FINAL_APPROVAL', ['judge']),
  stage('deliver', 'DELIVERED', ['approve']),
]);
const row = (name: string, status: string, startedAt: string | null): StageView => ({
  stage: name,
  item: null,
  agent: 'as it was then',
  status,
  attempt: 1,
  progress: 0.5,
  startedAt,
  finishedAt: null,
  error: null,
  approval: null,
});
const told = (stages: StageView[]) => stages.map(({ stage: name, status }) => `${name} ${status}`);

describe('the stages of a job, of which some have no row yet', () => {
  const known = [row('write', 'succeeded', '2026-01-01T00:00:00.000Z'), row('voice', 'ready', null)];

  it('are all told, what has begun first and the rest by name', () => {
    expect(told(withStagesAhead(graph, 'processing', known))).toEqual([
      'write succeeded',
      'approve waiting',
      'cut waiting',
      'deliver waiting',
      'draw waiting',
      'judge waiting',
      'measure waiting',
      'voice ready',
    ]);
  });

  it('end with their job', () => {
    const [, , cut] = withStagesAhead(graph, 'cancelled', known);
    expect(cut).toEqual({ ...row('cut', 'cancelled', null), agent: 'agent of cut', attempt: 0, progress: 0 });
  });

  it('are those with rows where nobody knows the pipeline', () => {
    expect(withStagesAhead(undefined, 'processing', known)).toBe(known);
  });
});
