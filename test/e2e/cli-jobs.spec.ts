import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ApiProcess, PASSWORD, startApi, until } from './api-process.js';

const MAIN = fileURLToPath(new URL('../../apps/cli/src/main.js', import.meta.url));
const BRIEF = 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!';

describe('npm run jobs', () => {
  let api: ApiProcess;
  let token: string;

  beforeAll(async () => {
    api = await startApi();
    token = await api.tokenOf('ADMIN');
  });
  afterAll(() => api?.stop());

  const run = (args: string[], env: NodeJS.ProcessEnv = { AIPROD_TOKEN: token }) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const options = { env: { ...process.env, AIPROD_URL: api.url, ...env } };
      execFile(process.execPath, [MAIN, 'jobs', ...args], options, (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code), out, err }),
      );
    });
  const submit = async () =>
    (await api.as(token).jobs.submit({ pipeline: 'video', input: { brief: BRIEF } })).id;

  it('takes a job through pause, priority, resume, cancel and rerun', async () => {
    const id = await submit();
    expect((await run(['list'])).out).toMatch(new RegExp(`^ID +PIPELINE .*\n${id}  video +pending `));
    expect((await run(['pause', id])).out).toContain('paused');
    expect((await run(['prioritise', id, '--priority', '9'])).out).toMatch(/paused +INIT +0 % +9 /);
    expect((await run(['resume', id])).out).toContain('pending');
    expect((await run(['show', id])).out).toMatch(/\nSTAGE +STATUS .*\n(.*\n)*sanitize +ready/);
    const cancelled = await run(['cancel', id]);
    expect(cancelled.out).toContain('Spent: $0.00. May still be charged: $0.00.');
    const dry = await run(['rerun', id, '--from', 'sanitize', '--dry-run']);
    expect(dry.out).toMatch(/^Would run again, from INIT on; it cost \$0\.00 last time\./);
    expect((await run(['show', id, '--json'])).out).toContain('"status":"cancelled"');
    expect(JSON.parse((await run(['rerun', id, '--from', 'sanitize', '--json'])).out)).toMatchObject({
      dryRun: false,
    });
    expect((await run(['show', id])).out).toContain('pending');
  });

  it('steers many, and the whole system', async () => {
    const id = await submit();
    const pause = ['bulk', '--action', 'pause', '--status', 'pending'];
    expect((await run([...pause, '--dry-run'])).out).toMatch(
      new RegExp(`${id} +done[^]*Would change \\d+ of \\d+ jobs`),
    );
    expect(JSON.parse((await run([...pause, '--json'])).out)).toMatchObject({ dryRun: false, more: false });
    expect((await run(['drain', '--on', '--reason', 'upgrade'])).out).toMatch(/^Drained since .*: upgrade\./);
    expect((await run(['drain', '--off'])).out).toMatch(/^Working\./);
  });

  it('submits jobs together, follows them to their end, and writes them into one file', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'aiprod-batch-'));
    try {
      const job = (brief: string) => JSON.stringify({ pipeline: 'video', input: { brief } });
      const file = join(dir, 'briefs.ndjson');
      await writeFile(file, `${job('')}\n${job(BRIEF)}\n`);
      expect(await run(['batch', file])).toMatchObject({
        code: 1,
        err: expect.stringContaining('jobs.0.input.brief') as string,
      });
      await writeFile(file, `${job(BRIEF)}\n\n${job(BRIEF)}\n`);
      const alone = await run(['batch', file, '--json']);
      const { batchId, items } = JSON.parse(alone.out) as { batchId: string; items: { id: string }[] };
      expect(items).toHaveLength(2);

      const waiting = run(['batch', file, '--wait']);
      const { batches, api: calls } = api.as(token);
      let second = '';
      await until(async () => {
        const { data } = await calls.GET('/v1/jobs', { params: { query: { limit: 1 } } });
        second = data?.items[0]?.batchId ?? '';
        return second !== '' && second !== batchId;
      });
      for (const { id } of (await batches.get(second)).jobs)
        await calls.POST('/v1/jobs/{id}/cancel', { params: { path: { id } } });
      const ended = await waiting;
      expect(ended).toMatchObject({ code: 1, err: expect.stringMatching(/1 .+: cancelled\n/) as string });
      expect(ended.out).toContain(`Batch ${second}: 2 cancelled. Cost: $0.00.`);

      const csv = join(dir, 'jobs.csv');
      await run([
        'export',
        '--batch',
        batchId,
        '--filter',
        `id = ${items[1]!.id}`,
        '--format',
        'csv',
        '--out',
        csv,
      ]);
      const rows = (await readFile(csv, 'utf8')).trim().split('\r\n');
      expect(rows.slice(1).map((row) => row.split(',')[0])).toEqual([items[1]!.id]);
      expect((await run(['export', '--batch', 'x', '--out', join(dir, 'no.zip')])).code).toBe(1);
      expect((await readdir(dir)).sort()).toEqual(['briefs.ndjson', 'jobs.csv']);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });

  it('signs in with an e-mail address too, and says what is wrong', async () => {
    const { email } = await api.addUser('USER');
    expect(await run(['list'], { AIPROD_EMAIL: email, AIPROD_PASSWORD: PASSWORD })).toMatchObject({
      code: 0,
      out: 'No jobs.\n',
    });
    expect(await run(['list'], {})).toMatchObject({
      code: 1,
      err: expect.stringContaining('Set AIPROD_TOKEN') as string,
    });
    const id = await submit();
    const refused = await run(['resume', id]);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('The job is not paused (409)');
    expect((await run(['list'], { AIPROD_TOKEN: 'wrong' })).err).toContain('(401)');
  });
});
