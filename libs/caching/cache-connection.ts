import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type ChainableCommander, Redis, type RedisOptions } from 'ioredis';
import { observeCacheAccess } from '#libs/monitoring';
import { CACHE_SCRIPTS, type CacheScript } from './cache-scripts.js';

/** After a failure Redis is left alone for this long, and then asked in the background whether it is back. */
const REST_MS = 1_000;
/** A timer that is later than this was held up by this process's own work. */
const BUSY_MS = 50;

type Scripts<Result> = { [S in CacheScript]: (keys: number, ...args: (string | number)[]) => Result };
export type CacheClient = Redis & Scripts<Promise<unknown>>;
export type CachePipeline = ChainableCommander & Scripts<ChainableCommander>;

const options = (timeoutMs: number): RedisOptions => ({
  scripts: CACHE_SCRIPTS,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  // Who asked before a connection broke has gone on without an answer; a lock taken in its name would make others wait.
  autoResendUnfulfilledCommands: false,
  commandTimeout: timeoutMs,
  lazyConnect: true,
  connectTimeout: 2_000,
  // A peer that has vanished says no goodbye; the 2 s of ioredis would also hold up the end of the process.
  disconnectTimeout: 200,
  keepAlive: 10_000,
  retryStrategy: (times) => Math.min(times * 200, 2_000),
});

/** The cache's connection to Redis. Nothing here fails: without Redis there is no answer, and soon. */
export class CacheConnection implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(CacheConnection.name);
  private readonly client: CacheClient;
  private resting: NodeJS.Timeout | undefined;
  private wasAway = false;
  private closed = false;

  /** @param timeoutMs how long a command may take */
  constructor(
    url: string,
    private readonly timeoutMs: number,
  ) {
    this.client = new Redis(url, options(timeoutMs)) as CacheClient;
    // ioredis reconnects by itself; without a listener each failed try would be printed.
    this.client.on('error', (error: NodeJS.ErrnoException) => this.tellAway(error));
    this.client.on('close', () => this.tellAway(new Error('the connection is closed')));
    this.client.on('ready', () => this.tellBack());
  }

  /** Gives the first connection a moment, so that a process does not start with misses. */
  async onModuleInit(): Promise<void> {
    const moment = new AbortController();
    await Promise.race([
      this.client.connect().catch(() => undefined),
      sleep(REST_MS, undefined, { signal: moment.signal }),
    ]);
    moment.abort();
  }

  /** @returns Redis's answer; undefined where there is none in time, or there was none a moment ago */
  async run<T>(operation: string, command: (client: CacheClient) => Promise<T>): Promise<T | undefined> {
    const begun = performance.now();
    const first = await this.attempt(operation, command);
    if (!(first instanceof Error)) return first;
    // The process itself was busy for so long that an answer may lie unread: Redis is not to blame.
    const busy = performance.now() - begun > this.timeoutMs + BUSY_MS;
    const second = busy ? await this.attempt(operation, command) : first;
    if (!(second instanceof Error)) return second;
    this.rest(second);
    return undefined;
  }

  onApplicationShutdown(): void {
    this.closed = true;
    clearTimeout(this.resting);
    this.client.disconnect();
  }

  private async attempt<T>(
    operation: string,
    command: (client: CacheClient) => Promise<T>,
  ): Promise<T | Error | undefined> {
    if (this.resting !== undefined || this.client.status !== 'ready') return undefined;
    const begun = performance.now();
    try {
      return await command(this.client);
    } catch (error) {
      return error as Error;
    } finally {
      observeCacheAccess(operation, (performance.now() - begun) / 1_000);
    }
  }

  private rest(error: Error): void {
    this.tellAway(error);
    if (this.resting === undefined && this.client.status === 'ready') this.lookAgainSoon();
  }

  private lookAgainSoon(): void {
    this.resting = setTimeout(() => void this.lookAgain(), REST_MS).unref();
  }

  private async lookAgain(): Promise<void> {
    const back = await this.client.ping().then(
      () => true,
      () => false,
    );
    // A connection that is open and silent may stay so for hours: a new one tells.
    if (!back && this.client.status === 'ready') this.client.disconnect(true);
    if (back) this.tellBack();
    else if (!this.closed) this.lookAgainSoon();
  }

  // The message alone: ioredis's errors carry the command with its arguments.
  private tellAway(error: NodeJS.ErrnoException): void {
    if (this.wasAway || this.closed) return;
    this.wasAway = true;
    this.logger.warn(`Redis does not answer (${error.code ?? error.message}); nothing is cached meanwhile`);
  }

  private tellBack(): void {
    clearTimeout(this.resting);
    this.resting = undefined;
    if (this.wasAway) this.logger.log('Redis answers again');
    this.wasAway = false;
  }
}
