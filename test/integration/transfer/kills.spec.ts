import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '#libs/kernel';
import { everything, openSystem, rowsOf, type System } from './systems.js';
import { fillTenant, type TenantFixture } from './tenant-fixture.js';

const MAIN = fileURLToPath(new URL('../../../apps/cli/src/main.js', import.meta.url));
const { integer: random } = seededRandom(20261121, 'kills');

describe('a killed process', () => {
  let dir: string;
  let source: System;
  let target: System;
  let tenant: TenantFixture;
  let archive: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'aiprod-archives-'));
    [source, target] = [await openSystem(), await openSystem()];
    tenant = await fillTenant(source.database, source.blobs, { jobs: 230 });
    await fillTenant(target.database, target.blobs, { jobs: 3, name: 'Somebody else' });
    archive = join(dir, 'tenant.tar');
    await source.exporter.export(tenant.tenantId, archive, { passwordHashes: true });
  });
  afterAll(async () => {
    await source?.drop();
    await target?.drop();
    await rm(dir, { recursive: true, force: true });
  });

  // `npm run test:transfer` kills it twenty times.
  const KILLS = Number(process.env.TRANSFER_KILLS ?? 3);

  const run = (...args: string[]): ChildProcess =>
    spawn(process.execPath, [MAIN, 'data', ...args, '--json'], {
      env: { ...process.env, DATABASE_URL: target.url, STORAGE_DIR: target.storageDir },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  const ended = async (child: ChildProcess): Promise<{ code: number | null; out: string }> => {
    let out = '';
    child.stdout!.on('data', (chunk: Buffer) => (out += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, out };
  };
  const standing = async () => {
    const [row] = await target.database.query<{ id: string; done: number }>(
      "SELECT id, rows_done AS done FROM data_imports WHERE state = 'importing'",
    );
    return row;
  };

  it(`${KILLS} times, an import goes on or is taken back, with nothing half done`, async () => {
    const original = await rowsOf(source, tenant.tenantId);
    const nothing = await everything(target);
    let hits = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const child = run('import', archive);
      const end = ended(child);
      // Half of the kills come at some count of rows, the others at some time.
      const rows = random(1, 1_500);
      const deadline = performance.now() + (kill % 2 === 0 ? 20_000 : random(300, 3_000));
      while (child.exitCode === null && performance.now() < deadline) {
        if (kill % 2 === 0 && ((await standing())?.done ?? 0) >= rows) break;
        await sleep(2);
      }
      child.kill('SIGKILL');
      await end;
      const left = await standing();
      if (left !== undefined) {
        hits++;
        const users = await target.database.query(
          'SELECT id FROM users WHERE tenant_id = $1 AND disabled_at IS NULL',
          [tenant.tenantId],
        );
        expect(users).toEqual([]);
      }
      if (left !== undefined && kill % 4 === 3) {
        expect(await ended(run('rollback', left.id))).toMatchObject({ code: 0 });
      } else {
        const { code, out } = await ended(run('import', archive));
        expect(code).toBe(0);
        const done = JSON.parse(out) as { id: string; state: string };
        expect(done.state).toBe('complete');
        expect(await rowsOf(target, tenant.tenantId)).toEqual(original);
        await target.rollback.undo(done.id);
      }
      expect(await everything(target)).toEqual(nothing);
    }
    expect(hits).toBeGreaterThanOrEqual(KILLS / 4);
  }, 300_000);
});
