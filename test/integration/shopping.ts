import { LedgerVerifier } from '#libs/costs';
import { Effects, JobQueries, JobsService, JobVerifier, type PaidOperation } from '#libs/orchestration';
import { startKernel, testEnvironment, type KernelApp } from '#libs/testing';
import { plainPipeline } from './plain-pipeline.js';
import { Blind, Free, Hooked, Keyed, Plain, Shop, shops, type ShopName } from './shop.js';

export const pipeline = plainPipeline('shopping');

/** What the next jobs' second stage buys. */
export interface Errand {
  operation: PaidOperation;
  fallbacks?: PaidOperation[];
  before?: () => Promise<void>;
  around?: () => Promise<void>;
}

export interface Shopping {
  readonly app: KernelApp;
  readonly effects: Effects;
  /** Set it before jobs are submitted. */
  errand: Errand;
  op(name: ShopName): PaidOperation;
  submit(): Promise<string>;
  view(id: string): ReturnType<JobQueries['get']>;
  journalOf(id: string): ReturnType<Effects['list']>;
  /** Holds the event log and the books against the tables, and ends everything. */
  close(): Promise<void>;
}

/** The real kernel with jobs that buy something in one of the shops. */
export async function startShopping(): Promise<Shopping> {
  const environment = await testEnvironment();
  Object.assign(process.env, { RETRY_BASE_MS: '20', STAGE_LEASE_MS: '4000', SWEEP_INTERVAL_MS: '100' });
  process.env.PROVIDER_BREAKER_PAUSE_MS = '300';
  const app = await startKernel(
    [pipeline],
    async (execution, _, hooks) => {
      if (execution.stage !== 'AGENTS_EXECUTED') return {};
      const { operation, fallbacks, before, around } = shopping.errand;
      await before?.();
      const journal = shopping.effects.forStage(execution, hooks);
      const { result } = await journal.perform(operation, { what: 'bread' }, { key: 'bread', fallbacks });
      await around?.();
      return result;
    },
    { providers: [Keyed, Plain, Blind, Free, Hooked] },
  );
  const op = (name: ShopName): PaidOperation =>
    app.module.get({ keyed: Keyed, plain: Plain, blind: Blind, free: Free, hooked: Hooked }[name]);
  const effects = app.module.get(Effects);
  const shopping: Shopping = {
    app,
    effects,
    errand: { operation: op('plain') },
    op,
    submit: async () => {
      const { tenantId, userId } = app.scope;
      const command = { tenantId, userId, pipeline: 'shopping', input: {}, priority: 5 };
      return (await app.module.get(JobsService).submit(command)).id;
    },
    view: (id) => app.module.get(JobQueries).get(app.scope, id),
    journalOf: (id) => effects.list(app.scope, id),
    close: async () => {
      for await (const { differences } of app.module.get(JobVerifier).verify())
        expect(differences).toEqual([]);
      expect(await app.module.get(LedgerVerifier).differences()).toEqual([]);
      await app.module.close();
      await environment.drop();
    },
  };
  return shopping;
}

/** Fresh shelves and books. */
export function reopenShops(): void {
  for (const shop of Object.values(shops)) Object.assign(shop, new Shop());
}

/** Looks again until there is something. */
export async function until<T>(look: () => Promise<T | false | undefined>): Promise<T> {
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
