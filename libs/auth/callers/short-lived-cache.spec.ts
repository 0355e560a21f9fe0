import { ShortLivedCache } from './short-lived-cache.js';

const LIFETIME_MS = 800;

/** A cache on a clock that only the test moves, over a table that the test changes. */
function cacheOf(table: Map<string, string>) {
  let clock = 0;
  const asked: string[][] = [];
  const cache = new ShortLivedCache<string>({
    lifetimeMs: LIFETIME_MS,
    maxEntries: 2,
    now: () => clock,
    load: (keys) => {
      asked.push(keys);
      return Promise.resolve(new Map(table));
    },
  });
  return { cache, asked, pass: (ms: number) => (clock += ms) };
}

describe('ShortLivedCache', () => {
  it('never returns what was known longer ago than its lifetime', async () => {
    const table = new Map([['ann', 'may']]);
    const { cache, asked, pass } = cacheOf(table);
    expect(await cache.get('ann')).toBe('may');
    table.set('ann', 'may not');
    pass(LIFETIME_MS / 2 - 1);
    expect(await cache.get('ann')).toBe('may');
    expect(asked).toHaveLength(1);
    pass(LIFETIME_MS / 2 + 1);
    expect(await cache.get('ann')).toBe('may not');
  });

  it('asks anew at once for what it was told to forget', async () => {
    const table = new Map([['ann', 'may']]);
    const { cache } = cacheOf(table);
    await cache.get('ann');
    table.delete('ann');
    cache.forget('ann');
    expect(await cache.get('ann')).toBeUndefined();
  });

  it('asks once for all who come in one turn', async () => {
    const { cache, asked } = cacheOf(new Map([['ann', 'may']]));
    expect(await Promise.all([cache.get('ann'), cache.get('bob'), cache.get('ann')])).toEqual([
      'may',
      undefined,
      'may',
    ]);
    expect(asked).toEqual([['ann', 'bob']]);
  });
});
