import { milestoneBefore, type JobState } from './state-machine.js';
import type { PipelineDefinition, QueueClass, StageDefinition } from './pipeline.js';

/** A stage that comes after another: what its row says when the first of those it waits for is done, and the row is made. */
export interface Successor {
  stage: string;
  agent: string;
  queue: QueueClass;
  /** How many stages it waits for. */
  pending: number;
  fansOut: boolean;
}

export interface GraphStage extends StageDefinition {
  dependencies: string[];
  dependents: string[];
  /** The dependents, for the database. */
  successors: readonly Successor[];
  /** The job's state once this stage has succeeded, where it is the last of its milestone. */
  reaches: JobState | null;
  /** This stage's only dependent, where it waits for nothing else and belongs to the same queue: it can go on in the same process. */
  chain: string | null;
}

export const DEFAULT_MAX_ATTEMPTS = 3;

/** One track of a pipeline as a graph that has been checked. */
export class PipelineGraph {
  private readonly byName: Map<string, GraphStage>;

  /** @throws Error naming the pipeline, the stage and what is wrong with it */
  constructor(
    readonly label: string,
    stages: StageDefinition[],
  ) {
    const names = new Set(stages.map((stage) => stage.name));
    if (names.size !== stages.length) throw new Error(`${label}: two stages have the same name`);
    this.byName = new Map(
      stages.map((stage) => [
        stage.name,
        {
          ...stage,
          dependencies: dependenciesOf(stage),
          dependents: [],
          successors: [],
          reaches: null,
          chain: null,
        },
      ]),
    );
    for (const stage of this.byName.values()) {
      for (const dependency of stage.dependencies) {
        const before = this.byName.get(dependency);
        if (before === undefined)
          throw new Error(`${label}: stage ${stage.name} needs ${dependency}, which is not a stage`);
        before.dependents.push(stage.name);
      }
      if (stage.forEach !== undefined && this.byName.get(headOf(stage.forEach))?.forEach !== undefined) {
        throw new Error(
          `${label}: stage ${stage.name} fans out over ${headOf(stage.forEach)}, which fans out itself`,
        );
      }
    }
    this.assertNoCycle();
    this.assertRepairs();
    this.assertApprovals();
    this.assignMilestones();
    for (const stage of this.byName.values()) {
      stage.successors = stage.dependents.map((name) => successorOf(this.get(name)));
      stage.chain = this.chainOf(stage);
    }
  }

  /** What a gate sends back must be a fan-out that the gate comes after. */
  private assertRepairs(): void {
    for (const stage of this.byName.values()) {
      const from = stage.gate?.repair?.stage;
      if (from === undefined) continue;
      if (this.byName.get(from)?.forEach === undefined || !this.comesAfter(stage, from)) {
        throw new Error(`${this.label}: stage ${stage.name} repairs ${from}, which is no fan-out before it`);
      }
    }
  }

  private assertApprovals(): void {
    for (const { name, approval, approvalAbove, forEach } of this.byName.values()) {
      if (approvalAbove !== undefined && approval === undefined)
        throw new Error(
          `${this.label}: stage ${name} has a threshold for an approval that it never asks for`,
        );
      if (approval === undefined) continue;
      if (forEach !== undefined)
        throw new Error(`${this.label}: stage ${name} fans out and can't wait for approval`);
      if (!approval.startsWith('$job.input.')) {
        throw new Error(`${this.label}: the approval of stage ${name} must be a flag below $job.input`);
      }
    }
  }

  get stages(): GraphStage[] {
    return [...this.byName.values()];
  }

  get(name: string): GraphStage {
    const stage = this.byName.get(name);
    if (stage === undefined) throw new Error(`${this.label}: no stage ${name}`);
    return stage;
  }

  /** Fan-out stages whose list stands in this stage's output. */
  fanOutsFrom(name: string): GraphStage[] {
    return this.stages.filter((stage) => stage.forEach !== undefined && headOf(stage.forEach) === name);
  }

  private assertNoCycle(): void {
    const done = new Set<string>();
    const visit = (stage: GraphStage, path: string[]): void => {
      if (path.includes(stage.name))
        throw new Error(`${this.label}: cycle ${[...path, stage.name].join(' → ')}`);
      if (done.has(stage.name)) return;
      stage.dependencies.forEach((name) => visit(this.get(name), [...path, stage.name]));
      done.add(stage.name);
    };
    this.stages.forEach((stage) => visit(stage, []));
  }

  /** Every milestone has exactly one last stage, and the next milestone's stages come after it. */
  private assignMilestones(): void {
    const states = new Set(this.stages.map((stage) => stage.state));
    if (!states.has('DELIVERED')) throw new Error(`${this.label}: no stage leads to DELIVERED`);
    for (const state of states) {
      const members = this.stages.filter((stage) => stage.state === state);
      const last = members.filter(
        (stage) => !stage.dependents.some((name) => this.get(name).state === state),
      );
      const [only] = last;
      if (only === undefined || last.length > 1) {
        throw new Error(
          `${this.label}: ${state} ends with ${last.map((stage) => stage.name).join(', ')}; let one stage come after the others`,
        );
      }
      only.reaches = state;
    }
    for (const stage of this.stages) {
      const before = milestoneBefore(stage.state);
      if (before === 'INIT') continue;
      const lastBefore = this.stages.find((candidate) => candidate.reaches === before);
      if (lastBefore === undefined)
        throw new Error(`${this.label}: ${stage.state} has stages, but ${before} has none`);
      if (!this.comesAfter(stage, lastBefore.name)) {
        throw new Error(
          `${this.label}: stage ${stage.name} (${stage.state}) must come after ${lastBefore.name}, which ends ${before}`,
        );
      }
    }
  }

  /** Whether the stage waits for the named one, directly or through others. */
  comesAfter(stage: GraphStage, name: string): boolean {
    return stage.dependencies.some(
      (dependency) => dependency === name || this.comesAfter(this.get(dependency), name),
    );
  }

  private chainOf(stage: GraphStage): string | null {
    const [only] = stage.dependents;
    if (only === undefined || stage.dependents.length > 1 || stage.forEach !== undefined) return null;
    const next = this.get(only);
    const waitsForNothingElse = next.dependencies.length === 1;
    return waitsForNothingElse && next.forEach === undefined && next.queue === stage.queue ? next.name : null;
  }
}

const successorOf = ({ name, agent, queue, dependencies, forEach }: GraphStage): Successor => ({
  stage: name,
  agent,
  queue,
  pending: dependencies.length,
  fansOut: forEach !== undefined,
});

/** The first part of a path: the stage it reads from, or `$job` and the like. */
export const headOf = (path: string): string => path.split('.', 1)[0] as string;

function dependenciesOf(stage: StageDefinition): string[] {
  const heads = [...Object.values(stage.input), ...(stage.forEach === undefined ? [] : [stage.forEach])].map(
    headOf,
  );
  return [...new Set([...heads.filter((head) => !head.startsWith('$')), ...(stage.after ?? [])])];
}

/** The graphs of all tracks of a pipeline. @throws Error where one of them is wrong */
export function graphsOf(pipeline: PipelineDefinition): Map<string, PipelineGraph> {
  return new Map(
    Object.entries(pipeline.tracks).map(([track, stages]) => [
      track,
      new PipelineGraph(`pipeline ${pipeline.name}@${pipeline.version} (${track})`, stages),
    ]),
  );
}
