import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { testRedis, type TestRedis } from '#libs/testing';
import type { Order, Report, Result } from './cache-process.js';

const MAIN = fileURLToPath(new URL('./cache-process.js', import.meta.url));

/** A process with a cache, and what it has reported. */
class CacheProcess {
  readonly reports: Report[] = [];
  private readonly child: ChildProcess;

  constructor(redisUrl: string) {
    // A busy machine is not what is tested: an answer may take its time, and a lease outlives a pause of its holder.
    const settings = { REDIS_URL: redisUrl, CACHE_TIMEOUT_MS: '20000', CACHE_LEASE_MS: '4000' };
    this.child = fork(MAIN, { env: { ...process.env, ...settings } });
    this.child.on('message', (report: Report) => this.reports.push(report));
  }

  get creations(): number {
    return this.reports.filter((report) => report === 'creating').length;
  }

  get results(): Result[] {
    return this.reports.flatMap((report) => (typeof report === 'object' ? report.results : []));
  }

  async said(what: Report): Promise<void> {
    while (!this.reports.includes(what)) await once(this.child, 'message');
  }

  order(order: Order): void {
    this.child.send(order);
  }

  async die(): Promise<void> {
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }

  async leave(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.order({ leave: true });
    await once(this.child, 'exit');
  }
}

describe('equal requests in three processes', () => {
  let server: TestRedis;
  let processes: CacheProcess[];

  beforeAll(async () => {
    server = await testRedis();
  });
  afterAll(() => server.drop());
  beforeEach(async () => {
    processes = [1, 2, 3].map(() => new CacheProcess(server.url));
    await Promise.all(processes.map((one) => one.said('ready')));
  });
  afterEach(() => Promise.all(processes.map((one) => one.leave())));

  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  const creations = () => processes.reduce((sum, one) => sum + one.creations, 0);
  const all = () => processes.flatMap((one) => one.results);
  const values = () => all().flatMap((result) => ('value' in result ? [result.value] : []));

  /** 100 callers have asked for the same, and one of them creates. @returns its process and the others */
  const askAll = async (key: string) => {
    [34, 33, 33].forEach((callers, i) => processes[i]?.order({ ask: { key, callers } }));
    await Promise.all(processes.map((one) => one.said('asked')));
    await until(() => creations() > 0);
    const leader = processes.find((one) => one.creations > 0) as CacheProcess;
    return { leader, others: processes.filter((one) => one !== leader) };
  };

  it('cause one creation, whose value all 100 callers get', async () => {
    const { leader } = await askAll('one');
    leader.order({ finish: 'with a value' });
    await until(() => all().length === 100);
    expect(creations()).toBe(1);
    expect(values()).toEqual(Array(100).fill(values()[0]));
    const from = Map.groupBy(all(), (result) => ('from' in result ? result.from : 'error'));
    expect(from.get('created')).toHaveLength(1);
    expect(from.get('shared')).toHaveLength(99);
  });

  it('outlive the process that creates: one other takes over, and all that are left get its value', async () => {
    const { leader, others } = await askAll('two');
    const left = leader === processes[0] ? 66 : 67;
    await leader.die();
    await until(() => creations() > 1);
    const heir = others.find((one) => one.creations > 0) as CacheProcess;
    heir.order({ finish: 'with a value' });
    await until(() => all().length === left);
    expect(creations()).toBe(2);
    expect(values()).toEqual(Array(left).fill(values()[0]));
  });

  it('leave an error to the caller whose creation failed', async () => {
    const { leader } = await askAll('three');
    leader.order({ finish: 'with an error' });
    await until(() => creations() > 1);
    for (const one of processes) one.order({ finish: 'with a value' });
    await until(() => all().length === 100);
    expect(creations()).toBe(2);
    expect(all().flatMap((result) => ('error' in result ? [result.error] : []))).toEqual([
      expect.stringMatching(/^failed in \d+$/),
    ]);
    expect(values()).toEqual(Array(99).fill(values()[0]));
  });
});
