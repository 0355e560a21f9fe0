import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Redis, type RedisOptions } from 'ioredis';
import { ConfigError } from '#libs/config';
import { QueueConfig } from './queue.config.js';
import { redisProblems } from './redis-check.js';

/** Bull's blocking command answers every 5 s at least, so a connection that owes an answer for longer is dead. */
const SILENCE_MS = 15_000;

const COMMON: RedisOptions = {
  keepAlive: 10_000,
  connectTimeout: 5_000,
  socketTimeout: SILENCE_MS,
  retryStrategy: (times) => Math.min(times * 200, 2_000),
};

/** For callers that must not wait: without a connection a command fails at once. */
const PRODUCER: RedisOptions = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  commandTimeout: 2_000,
  socketTimeout: 5_000,
};

/** Bull's blocking connections wait for ever by design. */
const CONSUMER: RedisOptions = { maxRetriesPerRequest: null, enableReadyCheck: false };

/** This process's connections to Redis. Bull does not close those that it was given, so they are closed here. */
@Injectable()
export class RedisConnections implements OnModuleInit {
  private readonly logger = new Logger(RedisConnections.name);
  private readonly opened: Redis[] = [];
  private readonly shared = new Map<string, Redis>();
  /** Why this Redis must not be used; found out at the first connection. */
  private unfit: string | null = null;

  constructor(private readonly config: QueueConfig) {}

  /** The connection for commands that must answer or fail soon; one for the whole process. */
  get commands(): Redis {
    return this.once('client', PRODUCER);
  }

  /**
   * Looks at how Redis is set up. If it is away, the process starts all the same: PostgreSQL holds the jobs meanwhile.
   * @throws ConfigError where Redis would lose messages
   */
  async onModuleInit(): Promise<void> {
    const away = await this.firstTry();
    if (away === null) {
      await this.inspect();
      if (this.unfit === null) return;
      this.close();
      throw new ConfigError(this.unfit);
    }
    this.logger.warn(`Redis can't be reached (${away}); jobs are accepted, and run once it is back`);
    this.commands.once('ready', () => {
      this.inspect().then(
        () => (this.unfit === null ? this.logger.log('Redis is back') : this.logger.error(this.unfit)),
        (error: unknown) => this.logger.warn({ err: error }, 'Redis could not be inspected'),
      );
    });
  }

  /** What Bull asks for: it may share all but the connection that blocks. */
  forBull(type: 'client' | 'subscriber' | 'bclient'): Redis {
    if (type === 'client') return this.commands;
    return type === 'subscriber' ? this.once(type, CONSUMER) : this.open(CONSUMER);
  }

  /** @throws when Redis does not answer in time, or must not be used */
  async ping(): Promise<void> {
    if (this.unfit !== null) throw new ConfigError(this.unfit);
    await this.commands.ping();
  }

  close(): void {
    for (const client of this.opened.splice(0)) client.disconnect();
    this.shared.clear();
  }

  /** @returns null once connected, or why the first try has failed */
  private firstTry(): Promise<string | null> {
    const client = this.commands;
    if (client.status === 'ready') return Promise.resolve(null);
    return new Promise((resolve) => {
      let reason = 'no answer';
      const onError = (error: NodeJS.ErrnoException): void => void (reason = error.code ?? error.message);
      const settle = (result: string | null): void => {
        client.off('error', onError).off('ready', onReady).off('close', onClose);
        resolve(result);
      };
      const onReady = (): void => settle(null);
      const onClose = (): void => settle(reason);
      client.on('error', onError).once('ready', onReady).once('close', onClose);
    });
  }

  private async inspect(): Promise<void> {
    const problems = redisProblems(await this.commands.info(), { requireAof: this.config.REDIS_REQUIRE_AOF });
    if (problems.length === 0) return;
    this.unfit = ['The Redis of REDIS_URL can’t be used:', ...problems.map((problem) => `  ${problem}`)].join(
      '\n',
    );
  }

  private once(name: string, options: RedisOptions): Redis {
    const client = this.shared.get(name) ?? this.open(options);
    this.shared.set(name, client);
    return client;
  }

  private open(options: RedisOptions): Redis {
    const client = new Redis(this.config.REDIS_URL, { ...COMMON, ...options });
    // ioredis reconnects by itself and readiness tells; without a listener each failed try would be printed.
    client.on('error', () => undefined);
    client.on('close', () => forgetSilence(client));
    this.opened.push(client);
    return client;
  }
}

/** ioredis leaves the timer of a closed connection running: it would end the next one, and hold up the end of the process. */
function forgetSilence(client: Redis): void {
  const watched = client as unknown as { socketTimeoutTimer: NodeJS.Timeout | undefined };
  clearTimeout(watched.socketTimeoutTimer);
  watched.socketTimeoutTimer = undefined;
}
