import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBatch } from './read-batch.js';

describe('a file of jobs', () => {
  let dir: string;
  let file: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'aiprod-jobs-'));
    file = join(dir, 'jobs.json');
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  const job = { pipeline: 'video', input: { brief: 'A bakery opens at 7.' } };
  const line = JSON.stringify(job);

  it.each([
    ['a list', JSON.stringify([job, job], null, 2)],
    ['an object with jobs', JSON.stringify({ jobs: [job, job] })],
    ['a job on each line', `${line}\n\n${line}\r\n`],
  ])('may be %s', async (_kind, text) => {
    await writeFile(file, text);
    expect(await readBatch(file)).toEqual([job, job]);
  });

  it.each([
    [`${line}\n{"pipeline": `, 'line 2: this is no job'],
    [`"text"\n`, 'line 1: this is no job'],
  ])('is refused with the line that is none: %s', async (text, message) => {
    await writeFile(file, text);
    await expect(readBatch(file)).rejects.toThrow(message);
  });

  it('is named where there is none', async () => {
    await expect(readBatch(join(dir, 'none.json'))).rejects.toThrow("none.json can't be read");
  });
});
