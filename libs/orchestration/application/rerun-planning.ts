import { Injectable } from '@nestjs/common';
import type { Sql } from '#libs/database';
import type { PipelineGraph } from '../domain/pipeline-graph.js';
import { PipelineRegistry } from '../domain/pipeline-registry.js';
import { statusAhead } from '../domain/stages-ahead.js';
import { planRerun, type RerunPlan, type RerunRequest, type StandingStage } from '../domain/rerun.js';
import type { LockedJob } from '../persistence/control-store.js';
import { RerunStore, type StandingRow } from '../persistence/rerun-store.js';
import { verdictOf } from './completion.js';

const OVER = ['failed', 'cancelled'];

/** What has to run again of a job as it stands. */
@Injectable()
export class RerunPlanning {
  constructor(
    private readonly store: RerunStore,
    private readonly pipelines: PipelineRegistry,
  ) {}

  /** @throws ValidationError naming `from` or `item` */
  async plan(job: LockedJob, request: RerunRequest, sql?: Sql): Promise<RerunPlan> {
    const graph = this.pipelines.graph(job.pipeline, job.pipeline_version, job.track);
    const gated = graph.stages.filter(({ gate }) => gate !== undefined).map(({ name }) => name);
    const rows = await this.store.standing(job.id, gated, sql);
    const known = new Set(rows.map(({ stage }) => stage));
    const ahead = graph.stages.filter(({ name }) => !known.has(name));
    return planRerun(
      graph,
      [...rows.map((row) => standingOf(graph, row)), ...ahead.map(({ name }) => standingAhead(name, job))],
      request,
    );
  }
}

/** Nothing has come to it yet; where the job has ended, nothing will. */
const standingAhead = (stage: string, { status }: LockedJob): StandingStage => ({
  id: null,
  stage,
  item: null,
  standing: statusAhead(status) === 'cancelled' ? 'dead' : 'live',
});

/** A gate that rejected has succeeded as a stage, but nothing may start from it. */
function standingOf(graph: PipelineGraph, { id, stage, item, status, output }: StandingRow): StandingStage {
  const rejected = output !== null && verdictOf(graph.get(stage), output).kind === 'reject';
  const done = status === 'succeeded' && !rejected;
  const dead = OVER.includes(status) || (status === 'succeeded' && rejected);
  return { id, stage, item, standing: done ? 'done' : dead ? 'dead' : 'live' };
}
