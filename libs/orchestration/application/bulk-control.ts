import { Injectable } from '@nestjs/common';
import { AppError } from '#libs/kernel';
import type { JobStatus } from '../domain/state-machine.js';
import type { Scope } from '../domain/views.js';
import { ControlStore, type JobFilter } from '../persistence/control-store.js';
import { Dispatcher } from './dispatcher.js';
import { JobRerun } from './job-rerun.js';
import { OutboxRelay } from './outbox-relay.js';

export type BulkAction =
  | { action: 'cancel' | 'pause' | 'resume' }
  | { action: 'prioritise'; priority: number }
  | { action: 'rerun'; from: string };

export interface BulkResult {
  /** The oldest jobs first. `code`: why it was refused. */
  items: { id: string; outcome: 'done' | 'refused'; code?: string }[];
  /** Whether more jobs match than one call takes. */
  more: boolean;
}

type Job = { id: string; status: JobStatus };

/** So many jobs at once: enough to hide the round trips, few enough to leave connections to everybody else. */
const AT_ONCE = 4;

const UNFINISHED: JobStatus[] = ['pending', 'processing', 'paused', 'awaiting_approval'];
const RULES: Record<Exclude<BulkAction['action'], 'rerun'>, { allowed: JobStatus[]; refusal: string }> = {
  cancel: { allowed: UNFINISHED, refusal: 'job.already_ended' },
  prioritise: { allowed: UNFINISHED, refusal: 'job.already_ended' },
  pause: { allowed: ['pending', 'processing'], refusal: 'job.not_pausable' },
  resume: { allowed: ['paused'], refusal: 'job.not_paused' },
};

/** Does the same to many jobs, each on its own: one that refuses stops none of the others. */
@Injectable()
export class BulkControl {
  static readonly MAX_JOBS = 1_000;

  constructor(
    private readonly store: ControlStore,
    private readonly reruns: JobRerun,
    private readonly dispatcher: Dispatcher,
    private readonly relay: OutboxRelay,
  ) {}

  /** @param dryRun only tells what would be done and refused as things stand */
  async run(scope: Scope, filter: JobFilter, action: BulkAction, dryRun: boolean): Promise<BulkResult> {
    const found = await this.store.find(scope, filter, BulkControl.MAX_JOBS + 1);
    const jobs = found.slice(0, BulkControl.MAX_JOBS);
    if (!dryRun && jobs.length > 0) {
      await this.store.recordBulk(scope, { ...action, filter: { ...filter }, jobs: jobs.length });
    }
    const codes = await mapAtOnce(jobs, (job) =>
      dryRun ? this.foresee(scope, job, action) : this.apply(scope, job, action),
    );
    if (!dryRun) this.relay.kick();
    const items = jobs.map(({ id }, index) => {
      const code = codes[index];
      return code ? { id, outcome: 'refused' as const, code } : { id, outcome: 'done' as const };
    });
    return { items, more: found.length > jobs.length };
  }

  /** @returns why it is refused, or null */
  private async foresee(scope: Scope, { id, status }: Job, action: BulkAction): Promise<string | null> {
    if (action.action === 'rerun') {
      return codeOf(this.reruns.forecast(scope, id, { from: action.from, items: null }));
    }
    const { allowed, refusal } = RULES[action.action];
    return allowed.includes(status) ? null : refusal;
  }

  private async apply(scope: Scope, { id }: Job, action: BulkAction): Promise<string | null> {
    if (action.action === 'rerun') {
      return codeOf(this.reruns.rerun(scope, id, { from: action.from, items: null }));
    }
    return (await this.change(id, scope.userId, action)) ? null : RULES[action.action].refusal;
  }

  private async change(
    id: string,
    actor: string,
    action: Exclude<BulkAction, { action: 'rerun' }>,
  ): Promise<boolean> {
    switch (action.action) {
      case 'cancel':
        return this.store.cancel(id, actor);
      case 'pause':
        return this.store.pause(id, actor);
      case 'prioritise':
        return (await this.store.prioritise(id, actor, action.priority)) !== null;
      case 'resume': {
        const readied = await this.store.resume(id, actor);
        this.dispatcher.readied(readied ?? []);
        return readied !== null;
      }
    }
  }
}

async function codeOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof AppError && error.class === 'input') return error.code;
    throw error;
  }
}

async function mapAtOnce<T, R>(items: T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
