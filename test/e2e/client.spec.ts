import { AiprodClient, data, ProblemError } from '#client';
import { type ApiProcess, PASSWORD, startApi } from './api-process.js';

const BRIEF = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';

describe('the client package, with the API as it ships', () => {
  let api: ApiProcess;
  let client: AiprodClient;

  beforeAll(async () => {
    api = await startApi();
    const { email } = await api.addUser('USER');
    client = new AiprodClient({ url: api.url, access: { email, password: PASSWORD } });
  });
  afterAll(() => api?.stop());

  it('submits a job, follows it to its end and reads what it has cost', async () => {
    const job = await client.jobs.submit({ pipeline: 'video', input: { brief: BRIEF } });
    const types: string[] = [];
    for await (const { type } of client.jobs.watch(job.id)) {
      if (type !== 'progress') types.push(type);
      if (type !== 'job.created') continue;
      await data(client.api.POST('/v1/jobs/{id}/cancel', { params: { path: { id: job.id } } }));
    }
    expect(types[0]).toBe('job.created');
    expect(types.at(-1)).toBe('job.cancelled');
    expect((await client.jobs.get(job.id)).status).toBe('cancelled');
    const costs = await data(client.api.GET('/v1/jobs/{id}/costs', { params: { path: { id: job.id } } }));
    expect(costs.spentMicros).toBe(0);
    expect(await client.artifacts.of(job.id)).toEqual([]);
  });

  it('tells each wrong field, and what is not there', async () => {
    const refused = client.jobs.submit({ pipeline: 'video', input: { brief: 7 } });
    await expect(refused).rejects.toMatchObject({
      code: 'input.invalid',
      problem: { errors: [{ path: 'input.brief' }] },
    });
    await expect(client.jobs.get('01a00000-0000-7000-8000-000000000000')).rejects.toMatchObject({
      code: 'job.not_found',
      status: 404,
    });
    await expect(new AiprodClient({ url: api.url }).jobs.get('x')).rejects.toBeInstanceOf(ProblemError);
  });
});
