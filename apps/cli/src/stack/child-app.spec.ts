import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '#libs/embedded';
import { ChildApp } from './child-app.js';

const HERE = new URL('./child-app.js', import.meta.url).href;

const until = async (what: () => boolean, ms = 15_000): Promise<void> => {
  for (const deadline = Date.now() + ms; !what(); await sleep(20)) {
    if (Date.now() > deadline) throw new Error(`not within ${ms} ms: ${what}`);
  }
};

describe('ChildApp', () => {
  let dir: string;
  let said: string[];
  let failed: string[];
  const apps: ChildApp[] = [];
  const file = (name: string) => join(dir, name);
  const linesOf = (name: string) => {
    try {
      return readFileSync(file(name), 'utf8').split('\n').filter(Boolean);
    } catch {
      return [];
    }
  };

  /** An application with this main; it writes what it is to say into its log. */
  const start = (main: string, preload = '') => {
    writeFileSync(file('main.mjs'), main);
    writeFileSync(file('module.mjs'), preload);
    const app = new ChildApp(
      {
        name: 'app',
        main: file('main.mjs'),
        preload: [file('module.mjs')],
        env: process.env,
        log: file('log'),
      },
      { say: (message) => said.push(message), onFailedStart: (message) => failed.push(message) },
    );
    apps.push(app);
    return app;
  };

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'child app #1 100%-'));
    [said, failed] = [[], []];
  });
  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.stop(true)));
    rmSync(dir, { recursive: true });
  });

  const RUN = "process.send('ready'); setInterval(() => {}, 1000); console.log('run', process.env.LATE);";

  it('loads its modules at once, and runs once its environment is complete', async () => {
    const app = start(RUN, "console.log('loaded', process.env.LATE);");
    await until(() => linesOf('log').length === 1);
    await sleep(100);
    expect(linesOf('log')).toEqual(['loaded undefined']);
    app.complete({ LATE: 'x' });
    await until(() => linesOf('log').length === 2);
    expect(linesOf('log')).toEqual(['loaded undefined', 'run x']);
  });

  it('is started again with its environment when it dies, and says so', async () => {
    const app = start(RUN);
    app.complete({ LATE: 'x' });
    await until(() => linesOf('log').length === 1);
    await sleep(200); // for its "ready" to arrive
    const { pid } = app;
    process.kill(pid, 'SIGKILL');
    await until(() => linesOf('log').length === 2);
    expect(linesOf('log')).toEqual(['run x', 'run x']);
    expect(said).toEqual([
      `app (process ${pid}) ended with SIGKILL; starting it again in 0.5 s`,
      `app runs again (process ${app.pid})`,
    ]);
  });

  it('is not started again when it never ran', async () => {
    const app = start("console.error('DATABASE_URL: is not set'); process.exit(1);");
    app.complete({});
    await until(() => failed.length > 0);
    expect(failed).toEqual(['The app does not start:\nDATABASE_URL: is not set']);
    expect(said).toEqual([]);
  });

  it('can start threads and children of its own', async () => {
    writeFileSync(file('other.mjs'), "console.log('other');");
    const app = start(`
      import { fork } from 'node:child_process';
      import { once } from 'node:events';
      import { Worker } from 'node:worker_threads';
      await once(new Worker(new URL('./other.mjs', import.meta.url)), 'exit');
      await once(fork(new URL('./other.mjs', import.meta.url)), 'exit');
      console.log('done');
      setInterval(() => {}, 1000);
    `);
    app.complete({});
    await until(() => linesOf('log').includes('done'));
    expect(linesOf('log')).toEqual(['other', 'other', 'done']);
  });

  it('takes along what it started', async () => {
    const app = start(`
      import { spawn } from 'node:child_process';
      console.log(spawn('sleep', ['1000']).pid);
      process.on('SIGTERM', () => process.exit(0));
      setInterval(() => {}, 1000);
    `);
    app.complete({});
    await until(() => linesOf('log').length === 1);
    const grandchild = Number(linesOf('log')[0]);
    expect(isAlive(grandchild)).toBe(true);
    await app.stop();
    await until(() => !isAlive(grandchild));
    expect(isAlive(app.pid)).toBe(false);
  });

  it.each(['complete', 'waiting'])('ends with its parent (%s)', async (state) => {
    writeFileSync(
      file('main.mjs'),
      "process.once('disconnect', () => process.exit(0)); setInterval(() => {}, 1000);",
    );
    writeFileSync(file('module.mjs'), '');
    const parent = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `const { ChildApp } = await import(${JSON.stringify(HERE)});
         const app = new ChildApp(
           { name: 'app', main: ${JSON.stringify(file('main.mjs'))}, preload: [${JSON.stringify(file('module.mjs'))}],
             env: process.env, log: ${JSON.stringify(file('log'))} }, {});
         if (${JSON.stringify(state)} === 'complete') app.complete({});
         console.log(app.pid);`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
    await sleep(300);
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await until(() => !isAlive(pid));
  });
});
