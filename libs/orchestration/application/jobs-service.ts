import { Injectable } from '@nestjs/common';
import { randomInt } from 'node:crypto';
import { AppError, newId } from '#libs/kernel';
import { PipelineRegistry } from '../domain/pipeline-registry.js';
import type { JobView, Scope } from '../domain/views.js';
import { JobWriter, type NewJob } from '../persistence/job-writer.js';
import { acceptedJob, firstExecution, readyStages } from './accepted-job.js';
import { Dispatcher } from './dispatcher.js';
import { JobQueries } from './job-queries.js';
import { OutboxRelay } from './outbox-relay.js';

export interface SubmitJob {
  tenantId: string;
  userId: string;
  pipeline: string;
  input: unknown;
  /** 0 (last) to 9 (first). */
  priority: number;
}

export interface ApprovalDecision {
  decision: 'approve' | 'reject';
  comment: string;
}

const MAX_SEED = 2_147_483_647;

/** What can be done to a job. */
@Injectable()
export class JobsService {
  constructor(
    private readonly pipelines: PipelineRegistry,
    private readonly writer: JobWriter,
    private readonly queries: JobQueries,
    private readonly dispatcher: Dispatcher,
    private readonly relay: OutboxRelay,
  ) {}

  /**
   * Accepts a job: when it returns, the job is on disk and will be run.
   * @throws ValidationError naming every wrong field; then nothing is stored
   */
  async submit(command: SubmitJob): Promise<JobView> {
    const job = this.plan(command);
    const [first, ...others] = readyStages(job);
    const room = first !== undefined && others.length === 0 ? this.dispatcher.reserve(first.queue) : null;
    job.begunBy = room && room.owner;
    const claimedAt = performance.now();
    const accepted = await this.writer.insert(job).catch((error: unknown) => {
      room?.giveBack();
      throw error;
    });
    if (accepted.begun) room?.begin({ execution: firstExecution(job), claimedAt });
    else {
      room?.giveBack();
      this.dispatcher.readied(readyStages(job));
    }
    return acceptedJob(job, accepted);
  }

  /** What will be stored. @throws ValidationError naming every wrong field */
  plan(command: SubmitJob): NewJob {
    const pipeline = this.pipelines.newest(command.pipeline);
    const input = pipeline.admit(command.input);
    const route = pipeline.route(input);
    const graph = this.pipelines.graph(pipeline.name, pipeline.version, route.track);
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
      admitted: true,
      begunBy: null,
      stages: graph.stages.map((stage) => ({
        id: newId(),
        stage: stage.name,
        agent: stage.agent,
        queue: stage.queue,
        pending: stage.dependencies.length,
        fansOut: stage.forEach !== undefined,
      })),
    };
  }

  /**
   * Stops a job for good; running work is fenced off at once and aborted at its next heartbeat.
   * @throws AppError `job.not_found`, `job.already_ended`
   */
  async cancel(scope: Scope, id: string): Promise<JobView> {
    const job = await this.queries.get(scope, id);
    if (!(await this.writer.cancel(id, scope.userId))) throw alreadyEnded(job);
    return this.queries.get(scope, id);
  }

  /**
   * Answers a gate that waits for a person.
   * @throws AppError `job.not_found`, `job.not_awaiting_approval`
   */
  async decide(scope: Scope, id: string, { decision, comment }: ApprovalDecision): Promise<JobView> {
    const job = await this.queries.get(scope, id);
    const gate = job.stages.find((stage) => stage.status === 'awaiting_approval');
    const decided =
      gate !== undefined &&
      (decision === 'approve'
        ? await this.writer.approve(
            job,
            this.pipelines.graph(job.pipeline, job.pipelineVersion, job.track).get(gate.stage),
            scope.userId,
          )
        : await this.writer.rejectGate(job, gate.stage, comment, scope.userId));
    if (!decided) {
      throw new AppError(
        'job.not_awaiting_approval',
        `The job is ${job.status}; nothing waits for an approval`,
        { class: 'input' },
      );
    }
    this.relay.kick();
    return this.queries.get(scope, id);
  }
}

const alreadyEnded = (job: JobView) =>
  new AppError('job.already_ended', `The job has already ended: it is ${job.status}`, { class: 'input' });
