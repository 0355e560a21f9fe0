import { ValidationError } from '#libs/kernel';
import type { PipelineGraph } from './pipeline-graph.js';
import { JOB_STATES, milestoneBefore, type JobState } from './state-machine.js';

/** Where to start again. `items`: only these elements of the fan-out `from`; null for the stage as a whole. */
export interface RerunRequest {
  from: string;
  items: readonly number[] | null;
}

/** A stage execution as it stands. */
export interface StandingStage {
  /** Null where nothing has come to the stage yet: it has no row, and none of those that it waits for is done. */
  id: string | null;
  stage: string;
  item: number | null;
  /**
   * `done`: succeeded, and its gate let the job pass. `dead`: failed, cancelled, or rejected at its gate, so that nothing
   * moves it any more. `live`: waits or runs.
   */
  standing: 'done' | 'dead' | 'live';
}

/** How an execution begins again. */
export interface StageReset {
  /** Null where there is no row to be reset. */
  id: string | null;
  stage: string;
  item: number | null;
  status: 'waiting' | 'ready' | 'fanned_out';
  /** Stages still to wait for, a fan-out counting as one; of a fan-out itself, items still to run. */
  pending: number;
  /** 0 to 1. */
  progress: number;
}

export interface RerunPlan {
  /** What runs again; the items of a list that is made anew are those it had last time. */
  executions: { stage: string; item: number | null }[];
  resets: StageReset[];
  /** Fan-outs that wait for something: their items go, and are expanded again. */
  expandedAgain: string[];
  /** The milestone that the job falls back to. */
  state: JobState;
}

/**
 * What has to run again, and how it stands then: the stage that was asked for, everything downstream of it, and whatever never
 * succeeded. Of a fan-out, items that are done and were not asked for stay.
 * @throws ValidationError naming `from` or `item`
 */
export function planRerun(
  graph: PipelineGraph,
  rows: readonly StandingStage[],
  request: RerunRequest,
): RerunPlan {
  assertExists(graph, rows, request);
  const scope = rerunScope(graph, rows, request);
  const runsAgain = ({ stage, item }: StandingStage) =>
    scope.full.has(stage) ||
    (item === null ? scope.partial.has(stage) : scope.partial.get(stage)?.has(item) === true);
  const isDone = (row: StandingStage) => row.standing === 'done' && !runsAgain(row);
  const open = new Set(rows.filter((row) => row.item === null && !isDone(row)).map(({ stage }) => stage));
  const waitsFor = (stage: string) => graph.get(stage).dependencies.filter((name) => open.has(name)).length;
  const expandedAgain = [...scope.full].filter(
    (name) => graph.get(name).forEach !== undefined && waitsFor(name) > 0,
  );

  const resetOf = ({ id, stage, item }: StandingStage): StageReset => {
    const reset = { id, stage, item, pending: 0, progress: 0 };
    if (item !== null) return { ...reset, status: 'ready' };
    const pending = waitsFor(stage);
    if (pending > 0) return { ...reset, status: 'waiting', pending };
    if (graph.get(stage).forEach === undefined) return { ...reset, status: 'ready' };
    const items = itemsOf(rows, stage);
    const toRun = items.filter((row) => !isDone(row)).length;
    return { ...reset, status: 'fanned_out', pending: toRun, progress: 1 - toRun / items.length };
  };
  const again = rows.filter(runsAgain);
  return {
    executions: again
      .filter(({ stage, item }) => item !== null || itemsOf(rows, stage).length === 0)
      .map(({ stage, item }) => ({ stage, item })),
    resets: again.filter(({ stage, item }) => item === null || !expandedAgain.includes(stage)).map(resetOf),
    expandedAgain,
    state: milestoneBefore(earliest([...open].map((name) => graph.get(name).state))),
  };
}

interface Scope {
  full: Set<string>;
  partial: Map<string, Set<number>>;
}

function rerunScope(
  graph: PipelineGraph,
  rows: readonly StandingStage[],
  { from, items }: RerunRequest,
): Scope {
  const full = new Set<string>();
  const partial = new Map<string, Set<number>>();
  const addWithDownstream = (stage: string): void => {
    if (full.has(stage)) return;
    full.add(stage);
    graph.get(stage).dependents.forEach(addWithDownstream);
  };
  const addItem = (stage: string, number: number): void => {
    partial.set(stage, (partial.get(stage) ?? new Set()).add(number));
    graph.get(stage).dependents.forEach(addWithDownstream);
  };

  if (items === null) addWithDownstream(from);
  else for (const item of items) addItem(from, item);
  for (const row of rows.filter(({ standing }) => standing === 'dead')) {
    if (row.item !== null) addItem(row.stage, row.item);
    else if (itemsOf(rows, row.stage).length === 0) addWithDownstream(row.stage);
  }
  for (const stage of full) partial.delete(stage);
  return { full, partial };
}

function assertExists(
  graph: PipelineGraph,
  rows: readonly StandingStage[],
  { from, items }: RerunRequest,
): void {
  const names = graph.stages.map(({ name }) => name);
  if (!names.includes(from)) {
    throw new ValidationError([{ path: 'from', message: `must be one of ${names.join(', ')}` }]);
  }
  const known = itemsOf(rows, from).length;
  if (items === null || items.every((item) => item < known)) return;
  const message =
    known === 0 ? `${from} has no items; leave it out` : `must be a whole number from 0 to ${known - 1}`;
  throw new ValidationError([{ path: 'item', message }]);
}

const itemsOf = (rows: readonly StandingStage[], stage: string) =>
  rows.filter((row) => row.stage === stage && row.item !== null);

const earliest = (states: JobState[]): JobState =>
  JOB_STATES[Math.min(...states.map((state) => JOB_STATES.indexOf(state)))] as JobState;
