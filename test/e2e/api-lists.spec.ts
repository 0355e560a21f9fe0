import { type ApiProcess, bearer, json, startApi } from './api-process.js';
import { describeOtherLists } from './other-lists.js';

const BRIEF = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';

interface Page {
  items: { id: string; priority: number; status: string }[];
  nextCursor: string | null;
}

describe('the list of jobs', () => {
  let api: ApiProcess;
  let token: string;
  const made: string[] = [];

  beforeAll(async () => {
    api = await startApi();
    token = await api.tokenOf('USER');
    for (let n = 0; n < 12; n++) made.push(await submit(n % 3));
    await fetch(`${api.url}/v1/jobs/${made[4]}/cancel`, { method: 'POST', headers: bearer(token) });
  });
  afterAll(() => api?.stop());

  const submit = async (priority: number) => {
    const body = { pipeline: 'video', input: { brief: BRIEF }, priority };
    const response = await fetch(`${api.url}/v1/jobs`, json(body, bearer(token)));
    return ((await response.json()) as { id: string }).id;
  };
  const get = (query: Record<string, string>) =>
    fetch(`${api.url}/v1/jobs?${new URLSearchParams(query)}`, { headers: bearer(token) });
  const list = async (query: Record<string, string>): Promise<Page> => {
    const response = await get(query);
    expect(response.status).toBe(200);
    return (await response.json()) as Page;
  };
  const numbers = ({ items }: Page) => items.map(({ id }) => made.indexOf(id));

  it.each<[string, number[]]>([
    ['status = cancelled', [4]],
    ['status != cancelled AND priority >= 2', [11, 8, 5, 2]],
    ['priority in (0, 1) AND NOT (priority = 1 OR status = cancelled)', [9, 6, 3, 0]],
    ['pipeline starts vid AND finishedAt != null', [4]],
    ['pipeline like "%d_o" AND createdAt < 2020-01-01', []],
    ['admitted = true AND errorCode = null AND budgetMicros > 0 AND priority = 2', [11, 8, 5, 2]],
  ])('shows those of which this holds: %s', async (filter, expected) => {
    expect(numbers(await list({ filter }))).toEqual(expected);
  });

  it('shows what is asked for by status and by filter', async () => {
    expect(numbers(await list({ status: 'cancelled', filter: 'priority = 1' }))).toEqual([4]);
    expect(numbers(await list({ status: 'cancelled', filter: 'priority = 0' }))).toEqual([]);
  });

  it('is sorted as asked for', async () => {
    const priorities = async (sort: string) => (await list({ sort })).items.map(({ priority }) => priority);
    expect(await priorities('-priority')).toEqual([2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0]);
    expect(await priorities('priority')).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
    expect(numbers(await list({ sort: 'createdAt' }))).toEqual(made.map((_, n) => n));
  });

  it.each([
    ['-createdAt', ''],
    ['-priority', ''],
    ['-priority', 'status = pending'],
  ])('by %s %s gives each job that was there once, whatever comes in meanwhile', async (sort, filter) => {
    const before = numbers(await list({ sort, filter, limit: '100' }));
    const seen: number[] = [];
    for (let cursor: string | null = null; ;) {
      const page = await list({ sort, filter, limit: '5', ...(cursor === null ? {} : { cursor }) });
      seen.push(...numbers(page).filter((n) => before.includes(n)));
      cursor = page.nextCursor;
      if (cursor === null) break;
      made.push(await submit(9), await submit(0));
    }
    expect(seen).toEqual(before);
  });

  it.each<[Record<string, string>, string, string]>([
    [{ filter: 'size = 1' }, 'filter', 'column 1: "size" is no field'],
    [{ filter: 'status = done' }, 'filter', 'column 10: must be one of pending'],
    [{ filter: 'priority = 1 priority = 2' }, 'filter', 'column 14: expected AND, OR or the end'],
    [{ sort: 'brief' }, 'sort', 'must be one of -createdAt'],
    [{ limit: '0' }, 'limit', 'must be a whole number from 1 to 100'],
    [{ page: '2' }, 'page', 'is not a known'],
  ])('refuses %j and says what would be right', async (query, path, message) => {
    const response = await get(query);
    expect(response.status).toBe(400);
    const { errors } = (await response.json()) as { errors: { path: string; message: string }[] };
    expect(errors).toContainEqual({ path, message: expect.stringContaining(message) as string });
  });

  it('refuses a cursor of another list', async () => {
    const { nextCursor } = await list({ limit: '2' });
    const response = await get({ limit: '2', sort: 'priority', cursor: nextCursor as string });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ type: '/problems/job.bad_cursor' });
  });

  it.each(["x' OR 1=1 --", '"; DROP TABLE jobs; --', '$1', '\u0000', '\\'])(
    'takes a hostile filter for what it is: %j',
    async (value) => {
      const quoted = `errorCode = "${value.replaceAll('"', '""')}"`;
      for (const filter of [quoted, value]) {
        const response = await get({ filter });
        expect([200, 400]).toContain(response.status);
        if (response.status === 200) expect(((await response.json()) as Page).items).toEqual([]);
      }
      expect((await list({})).items.length).toBeGreaterThan(0);
    },
  );

  describe('and other lists:', () => describeOtherLists(() => api));
});
