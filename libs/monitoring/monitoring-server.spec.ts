import { checkHealth } from './health.js';
import { observeAgent, observeStage, trackPool, trackQueue } from './metrics.js';
import { listen, type MonitoringServer, startMonitoringServer } from './monitoring-server.js';

describe('health', () => {
  const good = { name: 'good', run: () => Promise.resolve() };

  it('is ok when every check is', async () => {
    expect(await checkHealth([good])).toMatchObject({ status: 'ok', checks: { good: { status: 'ok' } } });
  });

  it('names what fails and says nothing of why but its kind', async () => {
    const bad = {
      name: 'bad',
      run: () => Promise.reject(new Error('password authentication failed for aiprod')),
    };
    const hung = { name: 'hung', run: () => new Promise(() => undefined) };
    const throws = {
      name: 'throws',
      run: (): Promise<void> => {
        throw new Error('at once');
      },
    };
    const health = await checkHealth([good, bad, hung, throws], 50);
    expect(health).toMatchObject({
      status: 'failing',
      checks: {
        good: { status: 'ok' },
        bad: { status: 'failing', reason: 'error' },
        hung: { status: 'failing', reason: 'timeout' },
        throws: { status: 'failing', reason: 'error' },
      },
    });
    expect(JSON.stringify(health)).not.toContain('password');
  });
});

describe('the monitoring server', () => {
  let server: MonitoringServer;
  let ready = true;
  const check = {
    name: 'database',
    run: () => (ready ? Promise.resolve() : Promise.reject(new Error('gone'))),
  };

  beforeAll(async () => {
    server = await listen('127.0.0.1', 0, [check]);
  });
  afterAll(() => server.close());
  const get = (path: string) => fetch(`${server.url}${path}`);

  it('is off by default', async () => {
    const off = await startMonitoringServer({ WORKER_METRICS_PORT: 0, WORKER_METRICS_HOST: '127.0.0.1' }, []);
    expect(off.url).toBeNull();
    await off.close();
  });

  it('serves the process’s metrics and those of the work', async () => {
    observeStage({ pipeline: 'video', stage: 'render', outcome: 'succeeded' }, 2);
    observeAgent({ agent: 'RenderExecutor', outcome: 'failed' }, 1);
    trackQueue('media', () => Promise.resolve({ waiting: 3, active: 1 }));
    trackQueue('broken', () => Promise.reject(new Error('no Redis')));
    trackPool('worker', () => ({ in_use: 2, idle: 8, waiting: 0 }));
    const response = await get('/metrics');
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(text).toContain('process_resident_memory_bytes');
    expect(text).toContain(
      'stage_duration_seconds_count{pipeline="video",stage="render",outcome="succeeded"} 1',
    );
    expect(text).toContain('agent_duration_seconds_sum{agent="RenderExecutor",outcome="failed"} 1');
    expect(text).toContain('queue_messages{queue="media",state="waiting"} 3');
    expect(text).toContain('database_pool_connections{pool="worker",state="idle"} 8');
    expect(text).not.toContain('queue="broken"');
  });

  it('is live always, and ready while its checks pass', async () => {
    expect((await get('/health/ready')).status).toBe(200);
    ready = false;
    expect((await get('/health/ready')).status).toBe(503);
    expect((await get('/health/live')).status).toBe(200);
    expect((await get('/anything')).status).toBe(404);
  });
});
