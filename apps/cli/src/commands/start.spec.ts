import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, isAlive } from '#libs/embedded';

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));
const SLOW_MS = 120_000;

interface Run {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

/** The whole product on this machine, as `npm start` runs it. */
describe('start', () => {
  let dataDir: string;
  let port: number;
  const runs: Run[] = [];

  const cli = (...args: string[]): Run => {
    const env = { ...process.env, DATABASE_URL: '', REDIS_URL: '' };
    const child = spawn(process.execPath, [MAIN, ...args, '--data-dir', dataDir], { env });
    let text = '';
    for (const pipe of [child.stdout, child.stderr])
      pipe.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const run = { process: child, output: () => text, ended };
    runs.push(run);
    return run;
  };

  const until = async (what: () => boolean | Promise<boolean>, run: Run): Promise<void> => {
    for (const deadline = Date.now() + 60_000; !(await what()); await sleep(50)) {
      if (Date.now() > deadline || run.process.exitCode !== null) throw new Error(`${what}\n${run.output()}`);
    }
  };
  const ready = (run: Run) => until(() => run.output().includes('Stop with Ctrl-C'), run);
  const start = async () => {
    const run = cli('start', '--port', String(port));
    await ready(run);
    return run;
  };
  const pidOf = (name: string, run: Run) => Number(new RegExp(`${name} (\\d+)`).exec(run.output())?.[1]);

  const logIn = (text: string) => {
    const [, email, password] = /e-mail +(\S+)\n +password +(\S+)/.exec(text) ?? [];
    return fetch(`http://127.0.0.1:${port}/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    }).then((response) => response.status);
  };

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'start-'));
    port = await freePort();
  });
  afterEach(async () => {
    for (const run of runs.splice(0)) {
      run.process.kill('SIGTERM');
      await run.ended;
    }
  });
  afterAll(() => {
    const servers = join(dataDir, 'servers');
    if (existsSync(servers)) rmSync(realpathSync(servers), { recursive: true });
    rmSync(dataDir, { recursive: true });
  });

  it(
    'prints an administrator who can log in, revives what dies, and leaves nothing running',
    async () => {
      const run = await start();
      const credentials = run.output();
      expect(await logIn(credentials)).toBe(200);
      expect(statSync(join(dataDir, 'secrets-keys')).mode & 0o777).toBe(0o600);

      const worker = pidOf('worker 1', run);
      process.kill(worker, 'SIGKILL');
      await until(() => run.output().includes('worker 1 runs again'), run);
      const api = pidOf('API', run);
      process.kill(api, 'SIGKILL');
      await until(
        () =>
          logIn(credentials)
            .then((status) => status === 200)
            .catch(() => false),
        run,
      );

      const second = cli('admin', 'create-admin', '--email', 'second@example.com');
      expect(await second.ended).toBe(0);
      expect(await logIn(second.output())).toBe(200);

      const third = cli('start', '--port', String(await freePort()));
      expect(await third.ended).toBe(1);
      expect(third.output()).toContain('is in use by a running instance');

      const { pid: guardian } = JSON.parse(readFileSync(join(dataDir, 'guardian.json'), 'utf8')) as {
        pid: number;
      };
      run.process.kill('SIGINT');
      expect(await run.ended).toBe(0);
      const pids = [
        guardian,
        pidOf('API runs again \\(process', run),
        pidOf('worker 1 runs again \\(process', run),
      ];
      expect(pids.filter(isAlive)).toEqual([]);
      await expect(logIn(credentials)).rejects.toThrow();
    },
    SLOW_MS,
  );

  it(
    'keeps its data and secrets, and takes everything along when it is killed',
    async () => {
      const run = await start();
      expect(run.output()).not.toContain('password');
      const { pid: guardian } = JSON.parse(readFileSync(join(dataDir, 'guardian.json'), 'utf8')) as {
        pid: number;
      };
      const pids = [guardian, pidOf('API', run), pidOf('worker 1', run)];
      expect(pids.filter(isAlive)).toEqual(pids);
      run.process.kill('SIGKILL');
      await run.ended;
      for (
        const deadline = Date.now() + 20_000;
        pids.some(isAlive) && Date.now() < deadline;
        await sleep(50)
      );
      expect(pids.filter(isAlive)).toEqual([]);
    },
    SLOW_MS,
  );
});
