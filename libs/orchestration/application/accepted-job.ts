import { FIRST_RUN, type ReadyStage, type StageExecution } from '../domain/execution.js';
import type { JobView, StageView } from '../domain/views.js';
import type { AcceptedJob, NewJob } from '../persistence/job-writer.js';

/** The stages that nothing has to come before. */
export const readyStages = ({ id, stages }: NewJob): ReadyStage[] =>
  stages
    .filter(({ pending }) => pending === 0)
    .map((stage) => ({ jobId: id, stageId: stage.id, queue: stage.queue }));

/** The first stage under the lease that it was stored with: its job carries it. */
export function firstExecution(job: NewJob, { createdAt }: AcceptedJob): StageExecution {
  const { id, stage, agent, queue } = job.stages.find(({ pending }) => pending === 0)!;
  const { tenantId, pipeline, pipelineVersion, track, trackReason, input, seed, priority, budgetMicros } =
    job;
  const facts = {
    tenantId,
    pipeline,
    pipelineVersion,
    track,
    trackReason,
    input,
    seed,
    priority,
    budgetMicros,
  };
  return {
    ...FIRST_RUN,
    id,
    stage,
    agent,
    carried: { queue, beganAt: createdAt },
    job: { id: job.id, costMicros: 0, ...facts },
  };
}

/** What a reader would see of a job that has just been accepted, without asking the database for what is known. */
export function acceptedJob(job: NewJob, { createdAt, begun }: AcceptedJob): JobView {
  const startedAt = begun ? createdAt.toISOString() : null;
  const stages = job.stages.map(({ stage, agent, pending }): StageView => ({
    stage,
    item: null,
    agent,
    status: pending > 0 ? 'waiting' : begun ? 'running' : 'ready',
    attempt: pending === 0 && begun ? 1 : 0,
    progress: 0,
    startedAt: pending === 0 ? startedAt : null,
    finishedAt: null,
    error: null,
    approval: null,
  }));
  return {
    id: job.id,
    scheduleId: null,
    batchId: job.batchId,
    estimate: job.estimate,
    pipeline: job.pipeline,
    pipelineVersion: job.pipelineVersion,
    track: job.track,
    trackReason: job.trackReason,
    status: begun ? 'processing' : 'pending',
    state: 'INIT',
    progress: 0,
    seed: job.seed,
    input: job.input,
    scores: {},
    costMicros: 0,
    budgetMicros: job.budgetMicros,
    error: null,
    priority: job.priority,
    createdAt: createdAt.toISOString(),
    startedAt,
    finishedAt: null,
    queuePosition: null,
    nextAction: null,
    stages: stages.sort((a, b) => (a.stage < b.stage ? -1 : 1)),
  };
}
