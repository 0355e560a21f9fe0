import { Injectable } from '@nestjs/common';
import type { Sql } from '#libs/database';
import { AppError, Markets, type JsonObject } from '#libs/kernel';
import { PipelineRegistry } from '../domain/pipeline-registry.js';
import type { Actor, JobView, Scope } from '../domain/views.js';
import { ControlStore } from '../persistence/control-store.js';
import { JobWriter, type NewJob } from '../persistence/job-writer.js';
import { SpendingLedger } from '../ports/spending-ledger.js';
import { Admission } from '../admission/admission.js';
import { acceptedJob, firstExecution, readyStages } from './accepted-job.js';
import { completionOf } from './completion.js';
import { Dispatcher, type Reservation } from './dispatcher.js';
import { JobQueries } from './job-queries.js';
import { newJob, type SubmitJob } from './new-job.js';
import { OutboxRelay } from './outbox-relay.js';
import { keyedAnswer, type Once } from './submit-once.js';

export interface ApprovalDecision {
  decision: 'approve' | 'reject';
  comment: string;
}

type AssertSeen = (sql: Sql) => Promise<void>;

/** What can be done to a job. */
@Injectable()
export class JobsService {
  constructor(
    private readonly pipelines: PipelineRegistry,
    private readonly writer: JobWriter,
    private readonly control: ControlStore,
    private readonly queries: JobQueries,
    private readonly dispatcher: Dispatcher,
    private readonly admission: Admission,
    private readonly relay: OutboxRelay,
    private readonly markets: Markets,
    private readonly ledger: SpendingLedger,
  ) {}

  /**
   * Accepts a job: when it returns, the job is on disk and will be run.
   * @throws ValidationError naming every wrong field, AppError of class `budget` where there is no money for it; then nothing is stored
   */
  async submit(command: SubmitJob): Promise<JobView> {
    const job = await this.accept(command);
    return job as JobView;
  }

  /**
   * As `submit`, and takes a key in the job's own commit: of all that send it, one makes the job.
   * @returns null where the key has been taken by another request, before or in this moment
   */
  submitOnce(command: SubmitJob, once: Once): Promise<JobView | null> {
    return this.accept(command, once);
  }

  private async accept(command: SubmitJob, once?: Once): Promise<JobView | null> {
    const job = newJob(this.pipelines, this.markets, command);
    if (once !== undefined) job.keyed = keyedAnswer(job, once);
    const atLeast = job.estimate?.lowMicros ?? 0;
    if (atLeast > 0) await this.ledger.assertRoom(job, atLeast);
    job.admitted = await this.admission.mayBeginAtOnce(job);
    const room = this.roomFor(job);
    job.begunBy = room && room.owner;
    const claimedAt = performance.now();
    const accepted = await this.writer.insert(job).catch((error: unknown) => {
      room?.giveBack();
      throw error;
    });
    if (accepted === null) {
      room?.giveBack();
      return null;
    }
    if (accepted.begun) room?.begin({ execution: firstExecution(job, accepted), claimedAt });
    else {
      room?.giveBack();
      if (job.admitted) this.dispatcher.readied(readyStages(job));
      else this.admission.look();
    }
    return acceptedJob(job, accepted);
  }

  private approve(job: JobView, name: string, actor: Actor, assertSeen: AssertSeen): Promise<boolean> {
    const graph = this.pipelines.graph(job.pipeline, job.pipelineVersion, job.track);
    // What the stage brought was stored and booked when it began to wait.
    const nothingNew = { output: null, provenance: null, scores: null, chain: null };
    const completion = (output: JsonObject) => ({
      ...completionOf(graph, graph.get(name), { output, artifacts: [], provenance: {}, costMicros: 0 }),
      ...nothingNew,
    });
    return this.writer.approve({ jobId: job.id, stage: name }, completion, actor, assertSeen);
  }

  /** For the first stage, where it is the only one and this process can begin it at once. */
  private roomFor(job: NewJob): Reservation | null {
    const [first, ...others] = readyStages(job);
    return first !== undefined && others.length === 0 && job.admitted
      ? this.dispatcher.reserve(first.queue)
      : null;
  }

  /**
   * Stops a job for good; running work is fenced off at once and aborted at its next heartbeat.
   * @throws AppError `job.not_found`, `job.already_ended`
   */
  async cancel(scope: Scope, id: string): Promise<JobView> {
    const job = await this.queries.get(scope, id);
    if (!(await this.control.cancel(id, scope.userId))) throw alreadyEnded(job);
    this.admission.look();
    return this.queries.get(scope, id);
  }

  /**
   * Answers a gate that waits for a person.
   * @param assertSeen asked while the job is locked; throws where what is approved is not what the person has seen
   * @throws AppError `job.not_found`, `job.not_awaiting_approval`
   */
  async decide(
    scope: Scope,
    id: string,
    { decision, comment }: ApprovalDecision,
    assertSeen: AssertSeen = () => Promise.resolve(),
  ): Promise<JobView> {
    const job = await this.queries.get(scope, id);
    const gate = job.stages.find((stage) => stage.status === 'awaiting_approval');
    const decided =
      gate !== undefined &&
      (decision === 'approve'
        ? await this.approve(job, gate.stage, scope, assertSeen)
        : await this.writer.rejectGate(job, gate.stage, comment, scope));
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
