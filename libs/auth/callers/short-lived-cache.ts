interface Entry<V> {
  value: V;
  /** When it was asked for: what was true then is what is known. Milliseconds on the monotonic clock. */
  askedAt: number;
}

export interface ShortLivedCacheOptions<V> {
  /** Milliseconds; nothing older is ever returned. */
  lifetimeMs: number;
  maxEntries: number;
  /** Looks up several at once; a key that is left out stands for nothing there. */
  load(keys: string[]): Promise<Map<string, V>>;
  now?: () => number;
}

/**
 * Remembers for a moment what was looked up. Those who ask for the same wait for one look-up, and what is asked for in one turn of
 * the event loop is looked up together. An entry in use is renewed in the background at half its life, so that a caller who
 * keeps calling never waits.
 */
export class ShortLivedCache<V> {
  private readonly entries = new Map<string, Entry<V | undefined>>();
  private readonly underWay = new Map<string, Promise<Entry<V | undefined>>>();
  private batch: { keys: Set<string>; loaded: Promise<Map<string, V>> } | undefined;
  private readonly now: () => number;

  constructor(private readonly options: ShortLivedCacheOptions<V>) {
    this.now = options.now ?? (() => performance.now());
  }

  async get(key: string): Promise<V | undefined> {
    const entry = this.entries.get(key);
    const age = entry === undefined ? Infinity : this.now() - entry.askedAt;
    if (age >= this.options.lifetimeMs) return (await this.look(key)).value;
    // Whoever comes next finds out if this fails.
    if (age >= this.options.lifetimeMs / 2) this.look(key).catch(() => undefined);
    return entry?.value;
  }

  /** What is under way was asked before the change, so its answer is for those who wait for it already. */
  forget(key: string): void {
    this.entries.delete(key);
    this.underWay.delete(key);
    if (this.batch?.keys.has(key)) this.batch = undefined;
  }

  forgetWhere(matches: (value: V | undefined) => boolean): void {
    for (const [key, { value }] of this.entries) if (matches(value)) this.forget(key);
    for (const key of this.underWay.keys()) this.forget(key);
  }

  private look(key: string): Promise<Entry<V | undefined>> {
    const underWay = this.underWay.get(key);
    if (underWay !== undefined) return underWay;
    const looking: Promise<Entry<V | undefined>> = this.load(key)
      .then((entry) => {
        if (this.underWay.get(key) === looking) this.store(key, entry);
        return entry;
      })
      .finally(() => {
        if (this.underWay.get(key) === looking) this.underWay.delete(key);
      });
    this.underWay.set(key, looking);
    return looking;
  }

  private async load(key: string): Promise<Entry<V | undefined>> {
    this.batch ??= this.openBatch();
    this.batch.keys.add(key);
    const { loaded } = this.batch;
    const askedAt = this.now();
    return { value: (await loaded).get(key), askedAt };
  }

  private openBatch(): { keys: Set<string>; loaded: Promise<Map<string, V>> } {
    const keys = new Set<string>();
    const loaded = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      if (this.batch?.keys === keys) this.batch = undefined;
      return this.options.load([...keys]);
    });
    return { keys, loaded };
  }

  private store(key: string, entry: Entry<V | undefined>): void {
    this.entries.delete(key);
    const oldest =
      this.entries.size >= this.options.maxEntries ? this.entries.keys().next().value : undefined;
    if (oldest !== undefined) this.entries.delete(oldest);
    this.entries.set(key, entry);
  }
}
