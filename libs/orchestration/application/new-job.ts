import { randomInt } from 'node:crypto';
import { newId, type Markets } from '#libs/kernel';
import type { PipelineRegistry } from '../domain/pipeline-registry.js';
import type { NewJob } from '../persistence/job-writer.js';

export interface SubmitJob {
  tenantId: string;
  userId: string;
  pipeline: string;
  input: unknown;
  /** 0 (last) to 9 (first). */
  priority: number;
}

const MAX_SEED = 2_147_483_647;

/**
 * The job that a command asks for, with its stages; nothing is stored yet.
 * @throws ValidationError naming every wrong field
 */
export function newJob(pipelines: PipelineRegistry, markets: Markets, command: SubmitJob): NewJob {
  const pipeline = pipelines.newest(command.pipeline);
  const input = pipeline.admit(command.input);
  const route = pipeline.route(input);
  const graph = pipelines.graph(pipeline.name, pipeline.version, route.track);
  return {
    id: newId(),
    tenantId: command.tenantId,
    userId: command.userId,
    pipeline: pipeline.name,
    pipelineVersion: pipeline.version,
    track: route.track,
    trackReason: route.reason,
    input,
    seed: route.seed ?? randomInt(MAX_SEED),
    priority: command.priority,
    budgetMicros: route.budgetMicros,
    estimate: pipeline.estimate?.(input, markets.forTenant(command.tenantId)) ?? null,
    batchId: null,
    admitted: true,
    begunBy: null,
    stages: graph.stages.map((stage) => ({
      id: newId(),
      stage: stage.name,
      agent: stage.agent,
      queue: stage.queue,
      pending: stage.dependencies.length,
    })),
  };
}
