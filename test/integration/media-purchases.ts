import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LedgerVerifier } from '#libs/costs';
import type { JsonObject } from '#libs/kernel';
import {
  Effects,
  JobQueries,
  JobsService,
  JobVerifier,
  type PaidOperation,
  type StageEffects,
} from '#libs/orchestration';
import {
  GeminiImage,
  MediaCloudConfig,
  ReplicateImage,
  ReplicateMusic,
  ReplicateVideo,
  ReplicateWebhooks,
  RunwayImage,
  RunwayVideo,
  VeoVideo,
  type ClipOrder,
} from '#libs/providers';
import { BlobStore, DiskBlobStore } from '#libs/storage';
import {
  ReplicateServer,
  RunwayServer,
  startKernel,
  testEnvironment,
  VeoServer,
  type KernelApp,
  type TestEnvironment,
} from '#libs/testing';
import { plainPipeline } from './plain-pipeline.js';

const pipeline = plainPipeline('media-shopping');

export const KEYS = { google: 'google-key-4711', runway: 'key_runway0815', replicate: 'r8_replicate1234' };
const OPERATIONS = [
  VeoVideo,
  GeminiImage,
  RunwayVideo,
  RunwayImage,
  ReplicateVideo,
  ReplicateImage,
  ReplicateMusic,
];

export const FILM: ClipOrder = {
  prompt: 'A red tram crosses a bridge in the rain',
  aspect: '16:9',
  resolution: '720p',
  seconds: 4.5,
  image: null,
  seed: 7,
};

/** The real kernel with the real adapters and SDKs, and the providers' contract servers behind them. */
export class MediaPurchases {
  /** What the stage buys; its result is the stage's output. */
  work: (effects: StageEffects, signal: AbortSignal) => Promise<JsonObject> = () => Promise.resolve({});

  private constructor(
    readonly app: KernelApp,
    readonly veo: VeoServer,
    readonly runway: RunwayServer,
    readonly replicate: ReplicateServer,
    private readonly environment: TestEnvironment,
    private readonly storage: string,
  ) {}

  static async start(): Promise<MediaPurchases> {
    const environment = await testEnvironment();
    Object.assign(process.env, { RETRY_BASE_MS: '20', STAGE_LEASE_MS: '4000', SWEEP_INTERVAL_MS: '100' });
    process.env.PROVIDER_BREAKER_FAILURES = '1000';
    const storage = await mkdtemp(join(tmpdir(), 'aiprod-media-'));
    const [veo, runway, replicate] = await Promise.all([
      VeoServer.start(KEYS.google),
      RunwayServer.start(KEYS.runway),
      ReplicateServer.start(KEYS.replicate),
    ]);
    const config = MediaCloudConfig.fromEnv({
      ...{ GEMINI_API_KEY: KEYS.google, GEMINI_BASE_URL: veo.origin },
      ...{ RUNWAY_API_KEY: KEYS.runway, RUNWAY_BASE_URL: runway.origin },
      ...{ REPLICATE_API_TOKEN: KEYS.replicate, REPLICATE_BASE_URL: replicate.baseUrl },
      ...{
        PROVIDER_WEBHOOK_URL: 'https://aiprod.example/webhooks',
        REPLICATE_WEBHOOK_SECRET: replicate.webhookSecret,
      },
    });
    let purchases: MediaPurchases | undefined = undefined;
    const app = await startKernel(
      [pipeline],
      (execution, _, hooks) => {
        if (execution.stage !== 'AGENTS_EXECUTED' || purchases === undefined) return Promise.resolve({});
        const effects = purchases.app.module.get(Effects).forStage(execution, hooks);
        return purchases.work(effects, hooks.signal);
      },
      {
        providers: [
          { provide: MediaCloudConfig, useValue: config },
          { provide: BlobStore, useValue: new DiskBlobStore({ STORAGE_DIR: storage }) },
          ReplicateWebhooks,
          ...OPERATIONS,
        ],
      },
    );
    // The providers ask not to be looked at so often; their servers here do not mind.
    for (const operation of OPERATIONS) Object.assign(app.module.get(operation), { pollIntervalMs: 20 });
    purchases = new MediaPurchases(app, veo, runway, replicate, environment, storage);
    return purchases;
  }

  /** Holds the event log and the books against the tables, and ends everything. */
  async stop(): Promise<void> {
    for await (const { differences } of this.app.module.get(JobVerifier).verify())
      expect(differences).toEqual([]);
    expect(await this.app.module.get(LedgerVerifier).differences()).toEqual([]);
    await this.app.module.close();
    await Promise.all([this.veo.close(), this.runway.close(), this.replicate.close()]);
    await this.environment.drop();
    await rm(this.storage, { recursive: true, force: true });
  }

  reset(): void {
    for (const server of [this.veo, this.runway, this.replicate]) server.reset();
  }

  get blobs(): BlobStore {
    return this.app.module.get(BlobStore);
  }

  get effects(): Effects {
    return this.app.module.get(Effects);
  }

  /** Has the stage buy this, from the others after a definite failure. `after` runs each time it has been bought. */
  buys<Q extends JsonObject, R extends JsonObject>(
    [operation, ...fallbacks]: [PaidOperation<Q, R>, ...PaidOperation<Q, R>[]],
    order: Q,
    after: () => Promise<void> = () => Promise.resolve(),
  ): void {
    this.work = async (effects) => {
      const others = fallbacks as unknown as PaidOperation[];
      const { result, provider } = await effects.perform(operation, order, {
        key: 'media',
        fallbacks: others,
      });
      await after();
      return { ...result, provider };
    };
  }

  async submit(): Promise<string> {
    const { tenantId, userId } = this.app.scope;
    const command = { tenantId, userId, pipeline: pipeline.name, input: {}, priority: 5 };
    return (await this.app.module.get(JobsService).submit(command)).id;
  }

  /** Submits a job and gives its end: status, output of the buying stage, cost and journal. */
  async run() {
    const id = await this.submit();
    return { id, status: await this.app.settled(id), ...(await this.look(id)) };
  }

  async look(id: string) {
    const job = await this.app.module.get(JobQueries).get(this.app.scope, id);
    const [row] = await this.app.database.query<{ output: JsonObject }>(
      "SELECT output FROM stage_executions WHERE job_id = $1 AND stage = 'AGENTS_EXECUTED'",
      [id],
    );
    const stage = job.stages.find((one) => one.stage === 'AGENTS_EXECUTED');
    return {
      costMicros: job.costMicros,
      output: row?.output,
      error: stage?.error,
      journal: await this.effects.list(this.app.scope, id),
    };
  }

  /** All that the database says of a job, as text. */
  async everythingStored(id: string): Promise<string> {
    const { database } = this.app;
    const rows = await Promise.all([
      database.query('SELECT to_jsonb(e) AS row FROM side_effects e WHERE job_id = $1', [id]),
      database.query('SELECT to_jsonb(e) AS row FROM job_events e WHERE job_id = $1', [id]),
      database.query('SELECT to_jsonb(e) AS row FROM stage_executions e WHERE job_id = $1', [id]),
    ]);
    return JSON.stringify(rows);
  }

  async until<T>(look: () => Promise<T | false | undefined>): Promise<T> {
    for (;;) {
      const seen = await look();
      if (seen) return seen;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
