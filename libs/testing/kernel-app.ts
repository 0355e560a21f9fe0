import { Global, Inject, Injectable, Module, type Provider } from '@nestjs/common';
import { InjectQueue } from '@nestjs/bull';
import { Test, type TestingModule } from '@nestjs/testing';
import type { Queue } from 'bull';
import { CostsModule } from '#libs/costs';
import { Database, DatabaseModule } from '#libs/database';
import { newId, type JsonObject } from '#libs/kernel';
import {
  OrchestrationModule,
  QUEUE_CLASSES,
  SilentObserver,
  StageExecutor,
  StageObserver,
  StageRunner,
  StageRunningModule,
  type ExecutionHooks,
  type PipelineDefinition,
  type QueueClass,
  type Scope,
  type StageExecution,
  type StageResult,
  type WakeMessage,
} from '#libs/orchestration';
import { MarketModule } from '#libs/providers';
import { QueueModule } from '#libs/queue';
import { SecretsModule } from '#libs/secrets';

const CONCURRENCY = Symbol('stages of a class that run at once');

/** An output's `costMicros`, where it has one, is what it cost. */
export type StageWork = (
  execution: StageExecution,
  input: JsonObject,
  hooks: ExecutionHooks,
) => Promise<JsonObject>;

@Injectable()
class ScriptedExecutor extends StageExecutor {
  static work: StageWork;

  override async execute(
    execution: StageExecution,
    input: JsonObject,
    hooks: ExecutionHooks,
  ): Promise<StageResult> {
    const output = await ScriptedExecutor.work(execution, input, hooks);
    const costMicros = typeof output.costMicros === 'number' ? output.costMicros : 0;
    return { output, artifacts: [], provenance: {}, costMicros };
  }
}

@Injectable()
class QueueConsumers {
  constructor(
    runner: StageRunner,
    @Inject(CONCURRENCY) concurrency: number,
    @InjectQueue('light' satisfies QueueClass) light: Queue<WakeMessage>,
    @InjectQueue('media' satisfies QueueClass) media: Queue<WakeMessage>,
  ) {
    for (const [name, queue] of [
      ['light', light],
      ['media', media],
    ] as const) {
      runner.serve(name, concurrency);
      void queue.process(concurrency, ({ data }) => runner.handle(name, data));
    }
  }
}

@Global()
@Module({
  providers: [
    { provide: StageExecutor, useClass: ScriptedExecutor },
    { provide: StageObserver, useClass: SilentObserver },
  ],
  exports: [StageExecutor, StageObserver],
})
class ScriptedWorkModule {}

export interface KernelApp {
  module: TestingModule;
  database: Database;
  scope: Scope;
  /** Resolves with the job's status once it has ended or waits for a person. */
  settled(jobId: string): Promise<string>;
}

/** The real kernel on real PostgreSQL and Redis (`DATABASE_URL`, `REDIS_URL`), with the stages' work given by the test. */
export async function startKernel(
  pipelines: PipelineDefinition[],
  work: StageWork,
  { providers = [], concurrency = 4 }: { providers?: Provider[]; concurrency?: number } = {},
): Promise<KernelApp> {
  ScriptedExecutor.work = work;
  // Work that a test leaves hanging must not hold up its end.
  process.env.WORKER_DRAIN_SECONDS ??= '0';
  const module = await Test.createTestingModule({
    imports: [
      DatabaseModule.forRoot(),
      QueueModule.forRoot(QUEUE_CLASSES),
      OrchestrationModule.forRoot(pipelines),
      CostsModule,
      SecretsModule,
      MarketModule,
      ScriptedWorkModule,
      StageRunningModule,
    ],
    providers: [{ provide: CONCURRENCY, useValue: concurrency }, QueueConsumers, ...providers],
  }).compile();
  module.useLogger(false);
  await module.init();
  const database = module.get(Database);
  const scope = { tenantId: newId(), userId: newId(), any: true };
  await database.query("INSERT INTO tenants (id, name) VALUES ($1, 'test')", [scope.tenantId]);
  await database.query(
    "INSERT INTO users (id, tenant_id, email, password_hash, role) VALUES ($1, $2, $3, '', 'ADMIN')",
    [scope.userId, scope.tenantId, `${scope.userId}@example.com`],
  );
  return { module, database, scope, settled: (jobId) => settled(database, jobId) };
}

async function settled(database: Database, jobId: string): Promise<string> {
  for (;;) {
    const [job] = await database.query<{ status: string }>('SELECT status FROM jobs WHERE id = $1', [jobId]);
    if (job !== undefined && !['pending', 'processing'].includes(job.status)) return job.status;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
