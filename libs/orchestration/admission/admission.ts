import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { acrossTenants } from '#libs/database';
import { AppError, ValidationError } from '#libs/kernel';
import { Dispatcher } from '../application/dispatcher.js';
import { PipelineRegistry } from '../domain/pipeline-registry.js';
import type { Actor } from '../domain/views.js';
import { OrchestrationConfig } from '../orchestration.config.js';
import { AdmissionStore } from './admission-store.js';
import { limitsOn, type ConcurrencyLimit, type JobOwner, type LimitScope } from './limits.js';

const REMEMBER_MS = 1_000;

/** Holds jobs back that would exceed a concurrency limit, and lets them begin when others have ended. */
@Injectable()
export class Admission implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Admission.name);
  private known: { limits: Promise<ConcurrencyLimit[]>; at: number } | undefined;
  private timer: NodeJS.Timeout | undefined;
  private admitting: Promise<void> | undefined;
  private again = false;

  constructor(
    private readonly store: AdmissionStore,
    private readonly dispatcher: Dispatcher,
    private readonly pipelines: PipelineRegistry,
    private readonly config: OrchestrationConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(), this.config.SWEEP_INTERVAL_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.admitting;
  }

  list(): Promise<ConcurrencyLimit[]> {
    return this.store.limits();
  }

  /** @throws ValidationError where no pipeline has this name */
  async setLimit(limit: ConcurrencyLimit, actor: Actor): Promise<void> {
    const known = this.pipelines.definitions.map(({ name }) => name);
    if (limit.scope === 'pipeline' && !known.includes(limit.key)) {
      throw new ValidationError([
        { path: 'key', message: `must be one of ${[...new Set(known)].join(', ')}` },
      ]);
    }
    await this.store.put(limit, actor);
    this.known = undefined;
    this.look();
  }

  /** @throws AppError `limit.not_found` */
  async removeLimit(scope: LimitScope, key: string, actor: Actor): Promise<void> {
    if (!(await this.store.remove({ scope, key }, actor))) {
      throw new AppError('limit.not_found', 'There is no such limit', { class: 'input' });
    }
    this.known = undefined;
    this.look();
  }

  /** Whether a job may begin as soon as it is accepted. */
  async mayBeginAtOnce(job: JobOwner): Promise<boolean> {
    return limitsOn(await this.currentLimits(), job).length === 0;
  }

  /** Makes room known at once, where there are limits at all. */
  jobEnded(): void {
    this.currentLimits().then(
      (limits) => (limits.length > 0 ? this.look() : undefined),
      () => undefined,
    );
  }

  /** A limit that is a second old is known by everybody. */
  async currentLimits(): Promise<ConcurrencyLimit[]> {
    if (this.known === undefined || performance.now() - this.known.at > REMEMBER_MS) {
      this.known = { limits: this.store.limits(), at: performance.now() };
      this.known.limits.catch(() => (this.known = undefined));
    }
    return this.known.limits;
  }

  /** Looks for held jobs that may begin now, without waiting for it. */
  look(): void {
    this.again = true;
    // Limits count the jobs of all tenants.
    this.admitting ??= acrossTenants(() => this.admit())
      .catch((error: unknown) => this.logger.warn({ err: error }, 'no job was admitted; it is tried again'))
      .finally(() => (this.admitting = undefined));
  }

  private async admit(): Promise<void> {
    while (this.again) {
      this.again = false;
      this.dispatcher.readied(await this.store.admit(this.config.STAGE_LEASE_MS));
    }
  }
}
