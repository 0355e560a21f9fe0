import { Injectable } from '@nestjs/common';
import { CacheFigures, CachingConfig, GenerationCache, type CacheFigure } from '#libs/caching';
import { Database } from '#libs/database';
import { AppError, type JsonObject } from '#libs/kernel';
import { isKeepable } from '../cloud/shared-purchases.js';
import { REUSABLE } from './persistence/reusable.sql.js';
import { purchaseTags } from './purchase-tags.js';

interface Reusable {
  effectId: string;
  jobId: string;
  provider: string;
  operation: string;
  key: string;
  result: JsonObject;
  costMicros: number;
}

/** Results that are put back at once at most. */
const MOST_RESULTS = 1_000;

/** What a tenant has bought and can use again. */
@Injectable()
export class PurchaseCache {
  constructor(
    private readonly generations: GenerationCache,
    private readonly counts: CacheFigures,
    private readonly config: CachingConfig,
    private readonly database: Database,
  ) {}

  /** @throws AppError `cache.unavailable` */
  async figures(tenantId: string): Promise<CacheFigure[]> {
    return (await this.counts.of(tenantId)) ?? away('The figures are kept in Redis, which does not answer');
  }

  /** @returns how many results were removed. @throws AppError `cache.unavailable`: then some may be left until they expire */
  async invalidate(tenantId: string, tags: readonly string[]): Promise<number> {
    const removed = await Promise.all(tags.map((tag) => this.generations.invalidate(tenantId, tag)));
    return removed.reduce<number>(
      (sum, count) => sum + (count ?? away('Redis does not answer; results may be left until they expire')),
      0,
    );
  }

  /**
   * Puts results back that the tenant has paid for and that are not older than the cache keeps them, as after Redis has lost them:
   * the same requests are then free again.
   * @param jobIds left out: of any job
   */
  async warmUp(
    tenantId: string,
    jobIds: readonly string[] | undefined,
  ): Promise<{ found: number; stored: number }> {
    const params = [tenantId, this.config.CACHE_GENERATION_TTL_SECONDS, jobIds ?? null, MOST_RESULTS];
    const rows = await this.database.query<Reusable>(REUSABLE, params);
    const results = rows.filter(({ result }) => isKeepable(result));
    const entries = results.map(({ operation, key, jobId, ...performed }) => ({
      ...{ scope: tenantId, kind: operation, key },
      tags: purchaseTags({ operation, providers: [performed.provider], jobId }),
      value: { ...performed },
    }));
    return { found: results.length, stored: await this.generations.warm(entries) };
  }
}

function away(message: string): never {
  throw new AppError('cache.unavailable', message, { retryable: true });
}
