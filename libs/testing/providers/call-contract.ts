import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Price, PriceBook } from '#libs/costs';
import type { JsonObject, Micros, Usage } from '#libs/kernel';
import { DefiniteFailure, type PaidOperation } from '#libs/orchestration';
import { CloudConfig } from '#libs/providers';
import { DiskBlobStore, type BlobStore } from '#libs/storage';
import type { Behaviour, Charge, ContractServer } from './contract-server.js';
import { everythingIn, written } from './leaks.js';
import { priceBookOf } from './price-book.js';
import { TestTicket } from './test-ticket.js';

const KEY = 'sk-secret-7f3a9c51d2';

export interface CallOperation<Q extends JsonObject, R extends JsonObject> extends PaidOperation<Q, R> {
  readonly configured: boolean;
  atMost(request: Q): Usage[];
}

export interface CallContract<Q extends JsonObject, R extends JsonObject, S extends ContractServer> {
  server(key: string): S;
  settings(key: string, url: string): NodeJS.ProcessEnv;
  prices: readonly Price[];
  operation(prices: PriceBook, config: CloudConfig, blobs: BlobStore): CallOperation<Q, R>;
  /** Asks for something; `secret` is part of what is sent. */
  request(secret: string): Q;
  /** What this provider refuses, or what must not be sent to it. */
  unfit: Q[];
  usage(result: R): Usage[];
  /** Failures by which this provider says that it has charged nothing, beside being overloaded and asking to wait. */
  freeFailures: Behaviour[];
  /** How it says that it does not know the key; most say so by 401. */
  wrongKey?: string;
  /** What it is taken for when our account there is empty, where it does not say so. */
  outOfCredit?: string;
}

export interface CallWorld<Q extends JsonObject, R extends JsonObject, S extends ContractServer> {
  readonly server: S;
  readonly blobs: BlobStore;
  readonly operation: CallOperation<Q, R>;
  readonly key: string;
  ask(request: Q, ticket?: TestTicket): Promise<{ externalId: string | null; result: R; costMicros: Micros }>;
}

/** What every call that is answered at once must do, held against a server that speaks its provider's protocol. */
export function describeCallContract<Q extends JsonObject, R extends JsonObject, S extends ContractServer>(
  contract: CallContract<Q, R, S>,
): CallWorld<Q, R, S> {
  let root: string;
  const prices = priceBookOf(contract.prices);
  const make = (key: string, url: string) =>
    contract.operation(
      prices,
      CloudConfig.fromEnv({ ...contract.settings(key, url), CLOUD_TIMEOUT_SECONDS: '3' }),
      world.blobs,
    );
  const world = {
    key: KEY,
    ask: (request: Q, ticket = new TestTicket()) => world.operation.submit(request, ticket),
  } as { -readonly [Name in keyof CallWorld<Q, R, S>]: CallWorld<Q, R, S>[Name] };
  const request = contract.request('a brief');
  const failure = (asked: Q = request): Promise<unknown> =>
    world.ask(asked).then(
      () => Promise.reject(new Error('it has succeeded')),
      (error: unknown) => error,
    );

  beforeAll(async () => {
    world.server = contract.server(KEY);
    await world.server.start();
    root = await mkdtemp(join(tmpdir(), 'aiprod-call-'));
    world.blobs = new DiskBlobStore({ STORAGE_DIR: root });
    world.operation = make(KEY, world.server.url);
  });
  beforeEach(() => world.server.reset());
  afterAll(async () => {
    await world.server.close();
    await rm(root, { recursive: true });
  });

  it('books what the provider charged, and had reserved no less', async () => {
    const { result, costMicros } = await world.ask(request);
    const [charge] = world.server.charges as [Charge];
    const usage = contract.usage(result);
    const count = (unit: string) => usage.find((line) => line.unit === unit)?.quantity;
    expect([count('tokens_in'), count('tokens_out'), count('characters')]).toEqual([
      charge.tokensIn,
      charge.tokensOut,
      charge.characters,
    ]);
    expect(costMicros).toBe(prices.cost(usage));
    expect(costMicros).toBeGreaterThan(0);
    expect(costMicros).toBeLessThanOrEqual(world.operation.estimate(request));
  });

  it('does not send what can’t succeed', async () => {
    for (const asked of contract.unfit) {
      const error = await failure(asked);
      expect(error).toBeInstanceOf(DefiniteFailure);
      expect(error).toMatchObject({ code: 'provider.rejected', retryable: false });
    }
    expect(world.server.calls).toEqual([]);
  });

  it('sends nothing once the stage is no longer ours', async () => {
    const ticket = new TestTicket();
    const lost = new Error('lease lost');
    ticket.lose(lost);
    await expect(world.ask(request, ticket)).rejects.toBe(lost);
    expect(world.server.calls).toEqual([]);
  });

  it('stops waiting when the stage is stopped; what became of the call is open', async () => {
    world.server.next('silent');
    const ticket = new TestTicket();
    const ended = expect(world.ask(request, ticket)).rejects.not.toBeInstanceOf(DefiniteFailure);
    await world.server.charged;
    ticket.abort();
    await ended;
  });

  it('calls it definite when the provider has not begun', async () => {
    world.server.next('rate-limited', 'overloaded');
    const limited = await failure();
    expect(limited).toBeInstanceOf(DefiniteFailure);
    expect(limited).toMatchObject({
      code: 'provider.rate_limited',
      retryable: true,
      options: { details: { retryAfterMs: 2_000 } },
    });
    expect(await failure()).toMatchObject({ code: 'provider.overloaded', retryable: true });
    expect([world.server.calls.length, world.server.charges.length]).toEqual([2, 0]);
  });

  it('knows an account that has no money left', async () => {
    world.server.next('out-of-credit');
    const code = contract.outOfCredit ?? 'provider.out_of_credit';
    expect(await failure()).toMatchObject({ code, retryable: code === 'provider.rate_limited' });
  });

  it('calls it definite when there is nobody, no such address, or the key is wrong', async () => {
    const gone = contract.server(KEY);
    await gone.start();
    const { url: goneUrl } = gone;
    await gone.close();
    for (const [other, code] of [
      [make('sk-wrong-1234567890', world.server.url), contract.wrongKey ?? 'provider.unauthorized'],
      [make(KEY, `${world.server.url}/elsewhere`), 'provider.rejected'],
      [make(KEY, goneUrl), 'provider.unreachable'],
    ] as const) {
      const error = await other.submit(request, new TestTicket()).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(DefiniteFailure);
      expect(error).toMatchObject({ code });
    }
    expect(world.server.charges).toEqual([]);
  });

  it.each([
    'silent',
    'server-error',
    'malformed',
    'truncated',
    'dropped-before-charge',
    'dropped-after-charge',
  ] satisfies Behaviour[])('sends once, and says whether the money may be gone: %s', async (behaviour) => {
    world.server.next(behaviour);
    const definite = contract.freeFailures.includes(behaviour);
    expect((await failure()) instanceof DefiniteFailure).toBe(definite);
    expect(world.server.calls).toHaveLength(1);
  });

  it('never repeats a key or what was sent, in an error or on the terminal', async () => {
    const private_ = contract.request('nobody’s business');
    const mishaps: Behaviour[] = [
      'rate-limited',
      'overloaded',
      'server-error',
      'malformed',
      'dropped-after-charge',
    ];
    world.server.next(...mishaps);
    const errors: unknown[] = [];
    const output = await written(async () => {
      while (errors.length < mishaps.length) errors.push(await failure(private_));
      const wrong = make('sk-wrong-1234567890', world.server.url).submit(private_, new TestTicket());
      errors.push(await wrong.catch((error: unknown) => error));
    });
    for (const told of [output, ...errors.map(everythingIn)]) {
      expect(told).not.toMatch(/sk-secret|sk-wrong|nobody’s business/);
    }
  });

  it('is not configured without a key', () => {
    expect(world.operation.configured).toBe(true);
    expect(contract.operation(prices, CloudConfig.fromEnv({}), world.blobs).configured).toBe(false);
  });

  return world;
}
