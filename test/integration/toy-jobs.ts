import type { JsonObject } from '#libs/kernel';
import {
  JobControl,
  JobQueries,
  JobVerifier,
  JobsService,
  StageObserver,
  type StageOutcome,
} from '#libs/orchestration';
import {
  startKernel,
  testEnvironment,
  type KernelApp,
  type StageWork,
  type TestEnvironment,
} from '#libs/testing';
import { toyPipeline, toyWork } from './toy-pipeline.js';

/** Every stage costs one micro-dollar, and a painting tells which run it is of. */
export const countedWork: StageWork = async (execution, input, hooks) => {
  const output = await toyWork(execution, input, hooks);
  const counted =
    execution.stage === 'paint' ? { text: `${input.word as string}${execution.generation}` } : output;
  return { ...counted, costMicros: 1 };
};

/** Holds a stage until it is let go, whatever becomes of its lease: a deaf agent. */
export class Held {
  private readonly started = Promise.withResolvers<void>();
  private readonly released = Promise.withResolvers<void>();
  private held = false;

  constructor(
    private readonly stage: string,
    private readonly item: number | null = null,
  ) {}

  /** Only the first run of the stage is held. */
  readonly work: StageWork = async (execution, input, hooks) => {
    if (execution.stage === this.stage && execution.item === this.item && !this.held) {
      this.held = true;
      this.started.resolve();
      await this.released.promise;
    }
    return countedWork(execution, input, hooks);
  };

  reached(): Promise<void> {
    return this.started.promise;
  }

  letGo(): void {
    this.released.resolve();
  }
}

export interface StageRow {
  id: string;
  stage: string;
  item: number | null;
  status: string;
  generation: number;
  pending: number;
  attempt: number;
  lease_token: number;
  output: JsonObject | null;
}

/** What tests ask of the toy pipeline's jobs. */
export class ToyJobs {
  constructor(
    readonly app: KernelApp,
    private readonly pipeline = toyPipeline.name,
  ) {}

  get control(): JobControl {
    return this.app.module.get(JobControl);
  }

  async submit(input: JsonObject = { words: ['a', 'b', 'c'] }): Promise<string> {
    const { tenantId, userId } = this.app.scope;
    const jobs = this.app.module.get(JobsService);
    return (await jobs.submit({ tenantId, userId, pipeline: this.pipeline, input, priority: 5 })).id;
  }

  cancel(id: string) {
    return this.app.module.get(JobsService).cancel(this.app.scope, id);
  }

  view(id: string) {
    return this.app.module.get(JobQueries).get(this.app.scope, id);
  }

  stages(id: string): Promise<StageRow[]> {
    return this.app.database.query<StageRow>(
      'SELECT * FROM stage_executions WHERE job_id = $1 ORDER BY stage, item NULLS FIRST',
      [id],
    );
  }

  /** Undefined where nothing has come to it yet. */
  async stage(id: string, name: string, item: number | null = null): Promise<StageRow | undefined> {
    return (await this.stages(id)).find((row) => row.stage === name && row.item === item);
  }

  events(id: string): Promise<{ seq: number; type: string; actor: string; data: JsonObject }[]> {
    return this.app.database.query('SELECT * FROM job_events WHERE job_id = $1 ORDER BY seq', [id]);
  }

  /** Resolves with what became of an execution after its work had returned. */
  outcome(of: { stage: string; item: number | null; generation: number }): Promise<StageOutcome> {
    const observer = this.app.module.get(StageObserver);
    const begin = observer.begin.bind(observer);
    return new Promise((resolve) => {
      observer.begin = (execution) => {
        const observed = begin(execution);
        const asked =
          execution.stage === of.stage &&
          execution.item === of.item &&
          execution.generation === of.generation;
        if (!asked) return observed;
        observer.begin = begin;
        return { end: (outcome) => resolve(outcome) };
      };
    });
  }

  /** Waits for a condition on the database. */
  async until(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The jobs of a pipeline in a kernel of their own, whose work can be held or replaced. */
export class SteeredJobs extends ToyJobs {
  /** What does the work instead of `countedWork`. */
  work: StageWork | undefined;

  private constructor(
    app: KernelApp,
    private readonly environment: TestEnvironment,
    pipeline: string,
  ) {
    super(app, pipeline);
  }

  static async start({ leaseMs = 1_000, pipeline = toyPipeline } = {}): Promise<SteeredJobs> {
    const environment = await testEnvironment();
    const settings = { RETRY_BASE_MS: '50', STAGE_LEASE_MS: String(leaseMs), SWEEP_INTERVAL_MS: '200' };
    Object.assign(process.env, settings);
    const app = await startKernel([pipeline], (...args) => (jobs.work ?? countedWork)(...args));
    const jobs = new SteeredJobs(app, environment, pipeline.name);
    return jobs;
  }

  async stop(): Promise<void> {
    await this.app.module.close();
    await this.environment.drop();
  }

  hold(stage: string, item: number | null = null): Held {
    const held = new Held(stage, item);
    this.work = held.work;
    return held;
  }
}

/** Whatever was done to the jobs, their events tell exactly what their rows say. */
export async function expectEventsToTell(app: KernelApp): Promise<void> {
  const found = [];
  for await (const { differences } of app.module.get(JobVerifier).verify()) found.push(...differences);
  expect(found).toEqual([]);
}
