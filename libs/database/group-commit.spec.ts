import pg from 'pg';
import { GroupCommit } from './group-commit.js';

interface Item {
  owner: string;
  value: number;
}

const refused = () => Object.assign(new pg.DatabaseError('refused', 0, 'error'), { code: '22012' });

/** A group commit that doubles values, and tells how it was called. */
function doubling(refuse: (group: Item[]) => boolean = () => false) {
  const groups: Item[][] = [];
  const commit = new GroupCommit<Item, number>(
    ({ owner }) => owner,
    async (group) => {
      groups.push(group);
      await new Promise((resolve) => setImmediate(resolve));
      if (refuse(group)) throw refused();
      return group.map(({ value }) => value * 2);
    },
    ({ value }) => (refuse([{ owner: '', value }]) ? Promise.reject(refused()) : Promise.resolve(value * 2)),
  );
  return { commit, groups };
}

const items = (count: number): Item[] =>
  Array.from({ length: count }, (_, value) => ({
    owner: `o${String(count - value).padStart(3, '0')}`,
    value,
  }));

describe('a group commit', () => {
  it('answers everyone with their own result, in few statements', async () => {
    const { commit, groups } = doubling();
    const all = items(50);
    expect(await Promise.all(all.map((item) => commit.add(item)))).toEqual(all.map(({ value }) => value * 2));
    expect(groups.length).toBeLessThanOrEqual(3);
  });

  it('locks in the order of the owners, whoever came first', async () => {
    const { commit, groups } = doubling();
    await Promise.all(items(30).map((item) => commit.add(item)));
    for (const group of groups) {
      const owners = group.map(({ owner }) => owner);
      expect(owners).toEqual(owners.toSorted());
    }
  });

  it('has nobody twice in a group, and keeps the order of what each asks for', async () => {
    const { commit, groups } = doubling();
    const done: number[] = [];
    await Promise.all(
      [1, 2, 3].map((value) => commit.add({ owner: 'same', value }).then((result) => done.push(result))),
    );
    expect(groups.map((group) => group.map(({ value }) => value))).toEqual([[1], [2], [3]]);
    expect(done).toEqual([2, 4, 6]);
  });

  it('splits owners that keep asking in two halves, so that one is served while the other is in the database', async () => {
    const { commit, groups } = doubling();
    const askOften = async (item: Item) => {
      for (let turn = 0; turn < 10; turn++) await commit.add(item);
    };
    await Promise.all(items(50).map(askOften));
    expect(new Set(groups.map((group) => group.length))).toEqual(new Set([25]));
  });

  it('takes all that came meanwhile where one statement at a time is wanted', async () => {
    const groups: number[] = [];
    const commit = new GroupCommit<Item, void>(
      ({ owner }) => owner,
      async (group) => {
        groups.push(group.length);
        await new Promise((resolve) => setImmediate(resolve));
        return group.map(() => undefined);
      },
      () => Promise.resolve(),
      1,
    );
    const first = commit.add({ owner: 'first', value: 0 });
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([first, ...items(30).map((item) => commit.add(item))]);
    expect(groups).toEqual([1, 30]);
  });

  it('lets nobody suffer for one that is refused', async () => {
    const { commit } = doubling((group) => group.some(({ value }) => value === 7));
    const results = await Promise.allSettled(items(10).map((item) => commit.add(item)));
    expect(results.map(({ status }) => status)).toEqual(
      items(10).map(({ value }) => (value === 7 ? 'rejected' : 'fulfilled')),
    );
  });

  it('does not try each alone when the server is gone: nobody knows what was done', async () => {
    let calls = 0;
    const commit = new GroupCommit<Item, number>(
      ({ owner }) => owner,
      () => {
        calls++;
        return Promise.reject(new Error('Connection terminated'));
      },
      () => Promise.resolve(calls++),
    );
    const results = await Promise.allSettled(items(5).map((item) => commit.add(item)));
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    expect(calls).toBeLessThanOrEqual(2);
  });
});
