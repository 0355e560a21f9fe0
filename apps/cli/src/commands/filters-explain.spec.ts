import { testEnvironment, type TestEnvironment } from '#libs/testing';
import { createProgram } from '../program.js';

describe('admin filters explain', () => {
  let environment: TestEnvironment;
  const printed: string[] = [];
  const streams = { log: console.log, error: console.error };

  beforeAll(async () => {
    environment = await testEnvironment();
    for (const stream of ['log', 'error'] as const) {
      console[stream] = (line: string) => void printed.push(line);
    }
  });
  afterAll(async () => {
    Object.assign(console, streams);
    await environment?.drop();
  });
  beforeEach(() => void (printed.length = 0));

  const explain = async (filter: string): Promise<{ code: number; output: string }> => {
    const code = await new Promise<number>((resolve) => {
      void createProgram(resolve).parseAsync(['admin', 'filters', 'explain', filter, '--resource', 'jobs'], {
        from: 'user',
      });
    });
    return { code, output: printed.join('\n') };
  };

  it('names the index that serves a filter', async () => {
    const { code, output } = await explain('status = failed');
    expect(code).toBe(0);
    expect(output).toMatch(/Found (by the index|without an index)/);
    expect(output).toContain('An index that serves it exists: jobs_by_status');
  });

  it('says which index would help', async () => {
    expect((await explain('track = fast AND createdAt > 2026-11-01')).output).toContain(
      'An index that would help: CREATE INDEX CONCURRENTLY ON jobs (tenant_id, track, id DESC)',
    );
  });

  it('says where a filter is wrong', async () => {
    expect(await explain('status = done')).toMatchObject({
      code: 2,
      output: expect.stringContaining('column 10: must be one of pending') as string,
    });
  });
});
