import { LedgerVerifier } from '#libs/costs';
import { GeminiServer } from '#libs/testing';
import { type ApiProcess, startApi } from './api-process.js';
import { PLAN, VISUALS } from './cloud-plan.js';
import { startWorker, type WorkerProcess } from './worker-process.js';

const GEMINI_API_KEY = 'gemini-key-4f1c9b7e2d';
const FILM = {
  brief: 'A cosy bakery in Lisbon opens at 7 with fresh bread. Come by this Saturday!',
  durationSec: 12,
  // It waits for approval once the plan stands: what models write has been bought by then.
  preset: 'brand_campaign',
  seed: 7,
};

describe('the same request, a hundred times at once, on three workers', () => {
  const gemini = new GeminiServer(GEMINI_API_KEY);
  let api: ApiProcess;
  let workers: WorkerProcess[] = [];

  beforeAll(async () => {
    await gemini.start();
    api = await startApi({ GEMINI_API_KEY, GEMINI_BASE_URL: gemini.url });
  }, 60_000);
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await api?.stop();
    await gemini.close();
  });

  it('is one call, one charge and a hundred results', async () => {
    gemini.says = [JSON.stringify(PLAN), JSON.stringify(VISUALS)];
    const token = await api.tokenOf('USER');
    const submit = async () => (await api.as(token).jobs.submit({ pipeline: 'video', input: FILM })).id;
    // All wait for the workers, so that these find them at the same time.
    const ids = await Promise.all(Array.from({ length: 100 }, submit));
    const settings = { GEMINI_API_KEY, GEMINI_BASE_URL: gemini.url, STORAGE_DIR: api.storageDir };
    workers = [1, 2, 3].map(() => startWorker(settings));

    const planned = async () => {
      const [row] = await api.database.query<{ waiting: number; failed: number }>(
        `SELECT count(*) FILTER (WHERE status = 'awaiting_approval')::int AS waiting,
                count(*) FILTER (WHERE status = 'failed')::int AS failed FROM jobs WHERE id = ANY ($1)`,
        [ids],
      );
      return row!;
    };
    while ((await planned()).waiting + (await planned()).failed < ids.length) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await planned()).toEqual({ waiting: 100, failed: 0 });

    // The plan, and its pictures.
    expect([gemini.calls.length, gemini.charges.length]).toEqual([2, 2]);
    const outputs = await api.database.query<{ stage: string; results: number; different: number }>(
      `SELECT stage, count(*)::int AS results, count(DISTINCT output)::int AS different FROM stage_executions
       WHERE job_id = ANY ($1) AND stage IN ('direct', 'translate') AND output IS NOT NULL GROUP BY stage ORDER BY stage`,
      [ids],
    );
    expect(outputs).toEqual([
      { stage: 'direct', results: 100, different: 1 },
      { stage: 'translate', results: 100, different: 1 },
    ]);
    const charged = await api.database.query(
      "SELECT FROM ledger_entries WHERE kind = 'settle' AND account = 'spent'",
    );
    expect(charged).toHaveLength(2);
    expect(await new LedgerVerifier(api.database).differences()).toEqual([]);
    const owners = await api.database.query(
      `SELECT DISTINCT actor FROM job_events WHERE type = 'stage.started' AND job_id = ANY ($1)`,
      [ids],
    );
    expect(owners.length).toBeGreaterThanOrEqual(3);
  }, 180_000);
});
