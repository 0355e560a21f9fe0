import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ConsistencyCache, GenerationCache } from '#libs/caching';
import { PriceBook } from '#libs/costs';
import { AppError, hashJson, parseFields, ValidationError, type JsonObject } from '#libs/kernel';
import {
  Effects,
  StageExecutor,
  type ExecutionHooks,
  type PublishedArtifact,
  type StageExecution,
  type StageResult,
} from '#libs/orchestration';
import { isLocal, ProviderMarket, Providers, SharedPurchases, StageProviders } from '#libs/providers';
import { BlobStore } from '#libs/storage';
import type { Agent, AgentContext, Looks, Made } from './agent.js';
import { AgentRegistry } from './agent-registry.js';

// Work that has been told to stop gets this long to do so before the runner gives up waiting for it.
const STOP_GRACE_MS = 5_000;

/** What an agent has left behind beside its output. */
interface Booked {
  artifacts: PublishedArtifact[];
  made: Made[];
}

/** Runs one agent: checks its input and output, gives it its world, and stops it when its time is up. */
@Injectable()
export class AgentRunner extends StageExecutor implements OnApplicationBootstrap {
  private readonly logger = new Logger(AgentRunner.name);

  constructor(
    private readonly agents: AgentRegistry,
    private readonly providers: Providers,
    private readonly blobs: BlobStore,
    private readonly effects: Effects,
    private readonly prices: PriceBook,
    private readonly market: ProviderMarket,
    private readonly cache: GenerationCache,
    private readonly consistency: ConsistencyCache,
  ) {
    super();
  }

  onApplicationBootstrap(): Promise<void> {
    return this.market.load();
  }

  override async execute(
    execution: StageExecution,
    rawInput: JsonObject,
    hooks: ExecutionHooks,
  ): Promise<StageResult> {
    const agent = this.agents.get(execution.agent);
    const input = parse(() => parseFields(agent.input, rawInput), 'agent.bad_input', agent.name);
    const seed = stageSeed(execution);
    const booked: Booked = { artifacts: [], made: [] };
    const workDir = await mkdtemp(join(tmpdir(), 'aiprod-stage-'));
    try {
      const timeout = AbortSignal.timeout(agent.timeoutMs);
      const signal = AbortSignal.any([hooks.signal, timeout]);
      const effects = this.effects.forStage(execution, { signal, assertHeld: hooks.assertHeld });
      const { tenantId, id: jobId } = execution.job;
      const purchases = new SharedPurchases(effects, this.cache, { tenantId, jobId, signal });
      const providers = new StageProviders(
        this.providers,
        this.market.forTenant(tenantId),
        purchases,
        this.blobs,
      );
      const own = { seed, signal, workDir, effects, providers, progress: hooks.progress };
      const context = this.context(execution, { ...own, ...booked });
      const raw = await settleOrAbort(agent.run(input, context), signal).catch((error: unknown) => {
        if (timeout.aborted && !hooks.signal.aborted) throw timedOut(agent);
        throw error;
      });
      const output = parse(() => agent.output.parse(raw) as JsonObject, 'agent.bad_output', agent.name);
      const usage = booked.made.flatMap((made) => made.usage);
      const makers = booked.made.flatMap(({ by, downgraded = null }) =>
        by === undefined ? [] : [{ by, downgraded }],
      );
      for (const { by, downgraded } of makers) {
        if (downgraded !== null) await effects.disclose({ by, downgraded });
      }
      return {
        output,
        artifacts: booked.artifacts,
        // What was bought is in the journal already; this is what our own machines' work is counted at.
        costMicros: this.prices.cost(usage.filter(({ provider }) => isLocal(provider))),
        provenance: {
          agentVersion: agent.version,
          seed,
          usage,
          made: makers,
          bought: effects.performed,
          outputKey: hashJson({ agent: agent.name, version: agent.version, input: rawInput, seed }),
        },
      };
    } finally {
      await rm(workDir, { recursive: true, force: true });
    }
  }

  private looksOf(tenantId: string): Looks {
    return {
      recall: async (subject) => (await this.consistency.recall(tenantId, subject))?.markers ?? null,
      remember: async (subject, markers) =>
        void (await this.consistency.remember(tenantId, { subject, markers })),
    };
  }

  private context(
    execution: StageExecution,
    own: Pick<AgentContext, 'seed' | 'signal' | 'workDir' | 'effects' | 'providers' | 'progress'> & Booked,
  ): AgentContext {
    const { job, stage, item, attempt, generation } = execution;
    const fields = { jobId: job.id, stage, item, attempt };
    return {
      jobId: job.id,
      tenantId: job.tenantId,
      stage,
      item,
      attempt,
      take: generation,
      seed: own.seed,
      signal: own.signal,
      workDir: own.workDir,
      progress: own.progress,
      effects: own.effects,
      providers: own.providers,
      blobs: this.blobs,
      looks: this.looksOf(job.tenantId),
      logger: {
        info: (more, message) => this.logger.log({ ...fields, ...more }, message),
        warn: (more, message) => this.logger.warn({ ...fields, ...more }, message),
      },
      publish: (name, blob) => void own.artifacts.push({ ...blob, name }),
      used: (made) => void own.made.push(made),
    };
  }
}

/** The same for every attempt at this take of this stage and item, and different from all others'. 31 bits. */
function stageSeed({ job, stage, item, generation }: StageExecution): number {
  const take = generation === 1 ? [] : [generation];
  return parseInt(hashJson([job.seed, stage, item, ...take]).slice(0, 8), 16) >>> 1;
}

function parse<T>(read: () => T, code: string, agent: string): T {
  try {
    return read();
  } catch (error) {
    const detail = error instanceof ValidationError ? `: ${error.message}` : '';
    throw new AppError(code, `${agent} does not fit its schema${detail}`, { cause: error });
  }
}

const timedOut = (agent: Agent) =>
  new AppError(
    'agent.timeout',
    `${agent.name} took longer than ${agent.timeoutMs / 1000} s and was stopped`,
    { retryable: true },
  );

/** Waits for the work; once aborted, for at most the grace time, so that a deaf agent can't hold a worker for ever. */
async function settleOrAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<never>((_, reject) => {
    const arm = (): void => {
      timer = setTimeout(() => reject(signal.reason as Error), STOP_GRACE_MS);
    };
    if (signal.aborted) arm();
    else signal.addEventListener('abort', arm, { once: true });
  });
  try {
    return await Promise.race([work, overdue]);
  } finally {
    clearTimeout(timer);
  }
}
