import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { RedisConnections } from '#libs/queue';
import { type Bucket, strictest, type Verdict, verdictOf } from './domain/gcra.js';
import { LocalBuckets } from './domain/local-buckets.js';
import { GCRA } from './gcra-script.js';
import { LimitsConfig } from './limits.config.js';

/** After Redis has failed to answer, it is left alone for this long. */
const REST_MS = 1_000;

type Limiter = Redis & {
  aiprodTake(keys: number, ...args: (string | number)[]): Promise<number[]>;
};

/** Counts requests against rates, for all processes together; while Redis is away, for each on its own. */
@Injectable()
export class RateLimits {
  private readonly logger = new Logger(RateLimits.name);
  private readonly local = new LocalBuckets();
  private redis: Limiter | undefined;
  private restUntil = 0;

  constructor(
    private readonly connections: RedisConnections,
    private readonly config: LimitsConfig,
  ) {}

  /** Takes one request from all of the buckets, or from none. Never fails. */
  async take(buckets: readonly Bucket[]): Promise<Verdict> {
    const shared = performance.now() < this.restUntil ? null : await this.ask(buckets);
    return strictest(shared ?? this.local.take(buckets, performance.now()));
  }

  private async ask(buckets: readonly Bucket[]): Promise<Verdict[] | null> {
    const redis = (this.redis ??= this.limiter());
    if (redis.status !== 'ready') return null;
    const keys = buckets.map(({ key }) => `${this.config.LIMITS_PREFIX}:${key}`);
    const rates = buckets.flatMap(({ rate }) => {
      const interval = 1_000_000 / rate.perSecond;
      return [interval, interval * rate.burst];
    });
    const asked = redis.aiprodTake(keys.length, ...keys, ...rates).catch((error: Error) => error);
    const answer = await withinTime(asked, this.config.LIMITS_TIMEOUT_MS);
    if (Array.isArray(answer)) return verdicts(buckets, answer);
    this.rest(answer?.message ?? 'no answer in time');
    return null;
  }

  private rest(reason: string): void {
    this.restUntil = performance.now() + REST_MS;
    this.logger.warn(`Redis does not count requests (${reason}); this process counts on its own meanwhile`);
  }

  private limiter(): Limiter {
    const redis = this.connections.commands as Limiter;
    redis.defineCommand('aiprodTake', { lua: GCRA });
    return redis;
  }
}

function verdicts(buckets: readonly Bucket[], [allowed, ...states]: number[]): Verdict[] {
  return buckets.map(({ rate }, i) =>
    verdictOf(rate, states[2 * i]! / 1_000, allowed === 1 || states[2 * i + 1] === 1),
  );
}

async function withinTime<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  const done = new AbortController();
  try {
    return await Promise.race([work, sleep(ms, undefined, { signal: done.signal }).catch(() => undefined)]);
  } finally {
    done.abort();
  }
}
