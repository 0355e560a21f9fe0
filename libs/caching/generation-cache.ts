import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { JsonValue } from '#libs/kernel';
import { CacheConnection } from './cache-connection.js';
import { CacheFigures } from './cache-figures.js';
import type { EntryAddress } from './cache-names.js';
import { CachingConfig } from './caching.config.js';
import { EntryStore, isStorable, type EntryOptions, type Placement } from './entry-store.js';
import { Flights } from './flights.js';
import { unlessAborted } from './unless-aborted.js';

export interface GenerationRequest extends EntryAddress, EntryOptions {
  /** Ends the waiting for others. Work of one's own ends when `create` does: let it heed the same signal. */
  signal?: AbortSignal;
}

/** From the cache; made by this caller; or made by somebody else meanwhile, in this process or another. */
export type Origin = 'hit' | 'created' | 'shared';

export interface Generation<T> {
  value: T;
  from: Origin;
}

/** Who waits looks again after a fifth of the time that it has waited, within these bounds. */
const SHORTEST_WAIT_MS = 10;
const LONGEST_WAIT_MS = 250;

/**
 * What generators have made, by what it was made from (`cacheKey`), apart for each tenant. A value is JSON; a text of more than
 * 256 kB is handed on within the process and not stored. Without Redis nothing is found and nothing stored, and nothing fails.
 */
@Injectable()
export class GenerationCache {
  private readonly entries: EntryStore;
  private readonly flights = new Flights<Origin>();
  private readonly renewEveryMs: number;
  private readonly leaseLimitMs: number;

  constructor(
    connection: CacheConnection,
    config: CachingConfig,
    private readonly figures: CacheFigures,
  ) {
    this.entries = new EntryStore(connection, config);
    this.renewEveryMs = config.CACHE_LEASE_MS / 3;
    this.leaseLimitMs = config.CACHE_LEASE_LIMIT_SECONDS * 1_000;
  }

  /**
   * The stored value, or else what `create` makes. Of all that ask for the same at once, in any process, one creates and the others
   * wait for its value. An error is for the one whose `create` threw it; then, or when its process dies, one of the waiting creates
   * instead. Without Redis this holds within the process only.
   *
   * @throws whatever `create` throws; the signal's reason; ValidationError for a wrong `ttlMs`
   */
  async getOrCreate<T extends JsonValue>(
    request: GenerationRequest,
    create: () => Promise<T>,
  ): Promise<Generation<T>> {
    const place = this.entries.place(request);
    return this.flights.join<Generation<T>>(
      place.id,
      request.signal,
      async (land) => {
        const generation = await this.obtain(request, place, create);
        const text = generation.text ?? textOf(generation.value);
        if (text !== undefined) land({ text, from: generation.from });
        return { value: generation.value, from: generation.from };
      },
      ({ text, from }) => {
        const result = from === 'hit' ? 'hit' : 'shared';
        this.figures.count(request.scope, request.kind, result);
        return { value: JSON.parse(text) as T, from: result };
      },
    );
  }

  /** @returns undefined where there is none */
  async get<T extends JsonValue>(address: EntryAddress): Promise<T | undefined> {
    const text = await this.entries.read(this.entries.idOf(address));
    const value = typeof text === 'string' ? parse<T>(text) : undefined;
    this.figures.count(
      address.scope,
      address.kind,
      text === undefined ? 'unavailable' : value === undefined ? 'miss' : 'hit',
    );
    return value;
  }

  /** @returns whether it was stored */
  async put(address: EntryAddress & EntryOptions, value: JsonValue): Promise<boolean> {
    return (await this.warm([{ ...address, value }])) === 1;
  }

  /** Stores many values with few round trips. @returns how many were stored */
  async warm(entries: Iterable<EntryAddress & EntryOptions & { value: JsonValue }>): Promise<number> {
    const placed = Array.from(entries, (entry) => ({
      ...this.entries.place(entry),
      text: JSON.stringify(entry.value),
    }));
    return this.entries.store(placed);
  }

  /**
   * Removes all of a tenant's entries with this tag. What is being made under the tag right now is not stored; who already waits for
   * it in the same process still gets it.
   *
   * @returns how many entries were removed; undefined where Redis did not answer, and entries may be left until they expire
   */
  invalidate(scope: string, tag: string): Promise<number | undefined> {
    return this.entries.invalidateTag(scope, tag);
  }

  /** Removes one entry, as `invalidate` does. */
  invalidateKey(address: EntryAddress): Promise<number | undefined> {
    return this.entries.invalidate(this.entries.idOf(address));
  }

  private async obtain<T extends JsonValue>(
    { scope, kind, signal }: GenerationRequest,
    place: Placement,
    create: () => Promise<T>,
  ): Promise<Generation<T> & { text?: string }> {
    const token = randomUUID();
    const begun = performance.now();
    for (let hasWaited = false; ;) {
      const entrance = await this.entries.enter(place, token);
      if (entrance === undefined) {
        this.figures.count(scope, kind, 'unavailable');
        return { value: await create(), from: 'created' };
      }
      if (entrance === 'lead') {
        this.figures.count(scope, kind, 'miss');
        return this.createUnderLease(place, token, create);
      }
      if (entrance !== 'wait') {
        const value = parse<T>(entrance.text);
        if (value !== undefined) {
          this.figures.count(scope, kind, hasWaited ? 'shared' : 'hit');
          return { value, text: entrance.text, from: hasWaited ? 'shared' : 'hit' };
        }
        await this.entries.invalidate(place.id);
        continue;
      }
      hasWaited = true;
      const pause = (performance.now() - begun) / 5;
      await unlessAborted(sleep(Math.min(Math.max(pause, SHORTEST_WAIT_MS), LONGEST_WAIT_MS)), signal);
    }
  }

  private async createUnderLease<T extends JsonValue>(
    place: Placement,
    token: string,
    create: () => Promise<T>,
  ): Promise<Generation<T> & { text?: string }> {
    const stop = this.keepLease(place.id, token);
    try {
      const value = await create();
      const text = textOf(value);
      if (text === undefined || !isStorable(text)) await this.entries.release(place.id, token);
      else await this.entries.finish(place, token, text);
      return { value, text, from: 'created' };
    } catch (error) {
      await this.entries.release(place.id, token);
      throw error;
    } finally {
      stop();
    }
  }

  /** Renews the lease until it is told to stop, the lock is somebody else's, or the limit is reached. */
  private keepLease(id: string, token: string): () => void {
    const until = performance.now() + this.leaseLimitMs;
    const timer = setInterval(() => {
      if (performance.now() > until) return clearInterval(timer);
      void this.entries.renew(id, token).then((held) => held || clearInterval(timer));
    }, this.renewEveryMs);
    timer.unref();
    return () => clearInterval(timer);
  }
}

/** @returns undefined for what is no JSON */
function parse<T extends JsonValue>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}

/** @returns undefined for a value that has no JSON text, so that it is not lost to its creator */
function textOf(value: JsonValue): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
