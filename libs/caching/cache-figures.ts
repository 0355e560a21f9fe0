import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { countCacheRequest } from '#libs/monitoring';
import { CacheConnection } from './cache-connection.js';
import { CacheNames } from './cache-names.js';
import { CachingConfig } from './caching.config.js';

export type CacheResult = 'hit' | 'miss' | 'shared';

/** How often a tenant has asked for one kind of thing, over all processes. */
export interface CacheFigure {
  kind: string;
  /** Found. */
  hits: number;
  /** Made by somebody else while it was waited for. */
  shared: number;
  /** Made by who asked. */
  misses: number;
}

/** Figures are told for today and the days before it (UTC), so many in all. */
export const FIGURE_DAYS = 7;
const DAY_MS = 86_400_000;
const FLUSH_MS = 1_000;
/** Kinds are few; a bound all the same, since they make up the memory that is held until the next flush. */
const MOST_COUNTS = 1_000;

/** Hits and misses by tenant and kind: summed in Redis, where they may be lost like everything of the cache. */
@Injectable()
export class CacheFigures implements OnModuleDestroy {
  private readonly names: CacheNames;
  private counts = new Map<string, { scope: string; field: string; count: number }>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: CacheConnection,
    config: CachingConfig,
  ) {
    this.names = new CacheNames(config.CACHE_PREFIX);
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.timer);
    await this.flush();
  }

  /** `unavailable` is counted for the metrics alone: Redis is not there to count in. */
  count(scope: string, kind: string, result: CacheResult | 'unavailable'): void {
    countCacheRequest(kind, result);
    if (result === 'unavailable' || this.counts.size >= MOST_COUNTS) return;
    const field = `${result} ${kind}`;
    const name = `${scope} ${field}`;
    const known = this.counts.get(name);
    if (known !== undefined) known.count++;
    else this.counts.set(name, { scope, field, count: 1 });
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  /** The last `FIGURE_DAYS` days, by kind; undefined where Redis does not answer. */
  async of(scope: string): Promise<CacheFigure[] | undefined> {
    await this.flush();
    const keys = Array.from({ length: FIGURE_DAYS }, (_, ago) =>
      this.names.figures(scope, dayOf(Date.now() - ago * DAY_MS)),
    );
    const days = await this.connection.run('figures', (client) =>
      Promise.all(keys.map((key) => client.hgetall(key))),
    );
    return days && figuresOf(days.flatMap((day) => Object.entries(day)));
  }

  private async flush(): Promise<void> {
    this.timer = undefined;
    const counts = [...this.counts.values()];
    if (counts.length === 0) return;
    this.counts = new Map();
    const day = dayOf(Date.now());
    await this.connection.run('count', (client) => {
      const pipeline = client.pipeline();
      for (const { scope, field, count } of counts) {
        const key = this.names.figures(scope, day);
        pipeline.hincrby(key, field, count).expire(key, ((FIGURE_DAYS + 1) * DAY_MS) / 1_000);
      }
      return pipeline.exec();
    });
  }
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const COUNTED: Record<string, 'hits' | 'misses' | 'shared'> = {
  hit: 'hits',
  miss: 'misses',
  shared: 'shared',
};

function figuresOf(fields: [field: string, count: string][]): CacheFigure[] {
  const figures = new Map<string, CacheFigure>();
  for (const [field, count] of fields) {
    const [result, kind] = field.split(' ') as [string, string];
    const figure = figures.get(kind) ?? { kind, hits: 0, shared: 0, misses: 0 };
    const counted = COUNTED[result];
    if (counted !== undefined) figure[counted] += Number(count);
    figures.set(kind, figure);
  }
  return [...figures.values()].sort((a, b) => a.kind.localeCompare(b.kind));
}
