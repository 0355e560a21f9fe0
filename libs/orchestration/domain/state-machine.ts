/** The milestones of a job, in the order they are reached, and ERROR, from which a job can be rerun. */
export const JOB_STATES = [
  'INIT',
  'INPUT_SANITIZED',
  'AGENTS_EXECUTED',
  'QA_TECH',
  'QA_SEMANTIC',
  'FINAL_APPROVAL',
  'DELIVERED',
  'ERROR',
] as const;
export type JobState = (typeof JOB_STATES)[number];

export const JOB_STATUSES = [
  'pending',
  'processing',
  'awaiting_approval',
  'paused',
  'completed',
  'failed',
  'cancelled',
] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

export type StateGraph = Readonly<Record<JobState, readonly JobState[]>>;

export const STATE_GRAPH: StateGraph = {
  INIT: ['INPUT_SANITIZED', 'ERROR'],
  INPUT_SANITIZED: ['AGENTS_EXECUTED', 'ERROR'],
  AGENTS_EXECUTED: ['QA_TECH', 'ERROR'],
  QA_TECH: ['QA_SEMANTIC', 'ERROR'],
  QA_SEMANTIC: ['FINAL_APPROVAL', 'ERROR'],
  FINAL_APPROVAL: ['DELIVERED', 'ERROR'],
  DELIVERED: [],
  ERROR: ['INIT', 'INPUT_SANITIZED', 'AGENTS_EXECUTED', 'QA_TECH', 'QA_SEMANTIC', 'FINAL_APPROVAL'],
};

/**
 * Checked when the process boots: every state is reachable from INIT, every state but DELIVERED leads on,
 * and DELIVERED can be reached from everywhere.
 * @throws Error naming the state that is wrong
 */
export function validateStateGraph(graph: StateGraph): void {
  const reachable = reach(graph, 'INIT');
  const unreachable = JOB_STATES.find((state) => !reachable.has(state));
  if (unreachable !== undefined) throw new Error(`state machine: ${unreachable} can't be reached from INIT`);
  for (const state of JOB_STATES.filter((candidate) => candidate !== 'DELIVERED')) {
    if (graph[state].length === 0) {
      throw new Error(`state machine: ${state} is a dead end; give it a successor`);
    }
    if (!reach(graph, state).has('DELIVERED')) {
      throw new Error(`state machine: ${state} never leads to DELIVERED`);
    }
  }
  if (graph.DELIVERED.length > 0) throw new Error('state machine: DELIVERED is the end; it has no successor');
}

function reach(graph: StateGraph, from: JobState): Set<JobState> {
  const seen = new Set<JobState>([from]);
  const queue = [from];
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    for (const next of graph[state]) {
      if (!seen.has(next)) {
        seen.add(next);
        queue.push(next);
      }
    }
  }
  return seen;
}

/** The state that leads to `state` on the way to delivery. */
export function milestoneBefore(state: JobState): JobState {
  const before = JOB_STATES.find(
    (candidate) => candidate !== 'ERROR' && STATE_GRAPH[candidate].includes(state),
  );
  if (before === undefined) throw new Error(`state machine: nothing leads to ${state}`);
  return before;
}
