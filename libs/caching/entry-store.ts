import { ValidationError } from '#libs/kernel';
import type { CacheConnection, CachePipeline } from './cache-connection.js';
import { CacheNames, type EntryAddress } from './cache-names.js';
import type { CachingConfig } from './caching.config.js';

export interface EntryOptions {
  /** By which entries of this tenant can be invalidated together. */
  tags?: readonly string[];
  /** Left out: CACHE_GENERATION_TTL_SECONDS. */
  ttlMs?: number;
}

/** Where an entry lies and how it is kept, as Redis is told. */
export interface Placement {
  id: string;
  tagKeys: string[];
  ttlMs: number;
}

/** What somebody who wants an entry meets: its text, the task of making it, or somebody else at that. */
export type Entrance = { text: string } | 'lead' | 'wait';

/** A larger text is not stored: it would hold up everybody else's answers, and Redis keeps all in memory. */
const LARGEST_BYTES = 256 * 1_024;
const LONGEST_TTL_MS = 365 * 86_400_000;
/** So many of a tag's entries are removed in one step, so that no step holds up Redis. */
const INVALIDATED_AT_ONCE = 500;
const PIPELINE_BYTES = 1_024 * 1_024;

export const isStorable = (text: string): boolean => Buffer.byteLength(text) <= LARGEST_BYTES;

/** The entries of the cache in Redis. Every answer is undefined where Redis does not answer. */
export class EntryStore {
  private readonly names: CacheNames;
  private readonly leaseMs: number;
  private readonly leaseLimitMs: number;
  private readonly ttlMs: number;

  constructor(
    private readonly connection: CacheConnection,
    config: CachingConfig,
  ) {
    this.names = new CacheNames(config.CACHE_PREFIX);
    this.leaseMs = config.CACHE_LEASE_MS;
    this.leaseLimitMs = config.CACHE_LEASE_LIMIT_SECONDS * 1_000;
    this.ttlMs = config.CACHE_GENERATION_TTL_SECONDS * 1_000;
  }

  idOf(address: EntryAddress): string {
    return this.names.idOf(address);
  }

  /** @throws ValidationError for a time that is none */
  place(address: EntryAddress & EntryOptions): Placement {
    const ttlMs = address.ttlMs ?? this.ttlMs;
    if (!Number.isInteger(ttlMs) || ttlMs < 1 || ttlMs > LONGEST_TTL_MS) {
      const message = `must be a whole number of milliseconds from 1 to ${LONGEST_TTL_MS}`;
      throw new ValidationError([{ path: 'ttlMs', message }]);
    }
    const tagKeys = (address.tags ?? []).map((tag) => this.names.tag(address.scope, tag));
    return { id: this.idOf(address), tagKeys, ttlMs };
  }

  /** @returns null where there is no entry */
  read(id: string): Promise<string | null | undefined> {
    return this.connection.run('get', (client) => client.get(this.names.entry(id)));
  }

  async enter({ id, tagKeys, ttlMs }: Placement, token: string): Promise<Entrance | undefined> {
    const keys = [this.names.entry(id), this.names.lock(id), ...tagKeys];
    const answer = await this.connection.run('enter', (client) =>
      client.cacheEnter(keys.length, ...keys, token, this.leaseMs, id, ttlMs + this.leaseLimitMs),
    );
    if (answer === undefined) return undefined;
    if (typeof answer === 'string') return { text: answer };
    return answer === 1 ? 'lead' : 'wait';
  }

  /** Stores what was made and lets the others in; after the lock was lost, or the entry invalidated, nothing. */
  async finish({ id, tagKeys, ttlMs }: Placement, token: string, text: string): Promise<void> {
    const keys = [this.names.entry(id), this.names.lock(id), ...tagKeys];
    await this.connection.run('finish', (client) =>
      client.cacheFinish(keys.length, ...keys, token, text, ttlMs, id),
    );
  }

  /** @returns false where the lock is no longer this token's */
  async renew(id: string, token: string): Promise<boolean> {
    const lock = this.names.lock(id);
    const renewed = await this.connection.run('renew', (client) =>
      client.cacheRenew(1, lock, token, this.leaseMs),
    );
    return renewed !== 0;
  }

  async release(id: string, token: string): Promise<void> {
    await this.connection.run('release', (client) => client.cacheRelease(1, this.names.lock(id), token));
  }

  /** @returns how many were stored: those that are too large are not, and none where Redis does not answer */
  async store(entries: Iterable<Placement & { text: string }>): Promise<number> {
    let stored = 0;
    for (const batch of batches(entries)) {
      const done = await this.connection.run('store', async (client) => {
        const pipeline = client.pipeline() as CachePipeline;
        for (const { id, tagKeys, ttlMs, text } of batch) {
          pipeline.cacheStore(1 + tagKeys.length, this.names.entry(id), ...tagKeys, text, ttlMs, id);
        }
        const answers = (await pipeline.exec()) ?? [];
        const failed = answers.find(([error]) => error !== null);
        if (failed?.[0]) throw failed[0];
        return answers.length;
      });
      if (done === undefined) break;
      stored += done;
    }
    return stored;
  }

  /** @returns how many entries were there and are no longer */
  async invalidateTag(scope: string, tag: string): Promise<number | undefined> {
    const { entries, locks } = this.names;
    let removed = 0;
    for (;;) {
      const answer = await this.connection.run('invalidate', (client) =>
        client.cacheInvalidate(1, this.names.tag(scope, tag), entries, locks, INVALIDATED_AT_ONCE),
      );
      if (answer === undefined) return undefined;
      const [taken, were] = answer as [number, number];
      removed += were;
      if (taken < INVALIDATED_AT_ONCE) return removed;
    }
  }

  /** Also takes away the lock, so that what is being made right now is not stored. */
  async invalidate(id: string): Promise<number | undefined> {
    const answers = await this.connection.run('invalidate', (client) =>
      client.multi().unlink(this.names.entry(id)).unlink(this.names.lock(id)).exec(),
    );
    return answers === undefined ? undefined : Number(answers?.[0]?.[1] ?? 0);
  }
}

/** Groups of storable entries that one round trip can carry in time. */
function* batches<T extends { text: string }>(entries: Iterable<T>): Generator<T[]> {
  let batch: T[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (!isStorable(entry.text)) continue;
    batch.push(entry);
    bytes += Buffer.byteLength(entry.text);
    if (bytes < PIPELINE_BYTES) continue;
    yield batch;
    [batch, bytes] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}
