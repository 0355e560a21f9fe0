import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { redisBinary } from './redis-binary.js';
import { serverUser } from './server-user.js';

describe('redisBinary', () => {
  const path = process.env.PATH;
  let dir: string;
  const search = () => ({
    cache: dir,
    user: serverUser(),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  const program = (name: string, code: number) => {
    writeFileSync(join(dir, name), `#!/bin/sh\nexit ${code}\n`);
    chmodSync(join(dir, name), 0o755);
  };

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'redis-binary-'));
    chmodSync(dir, 0o755);
    process.env.PATH = dir;
  });
  afterEach(() => {
    process.env.PATH = path;
    rmSync(dir, { recursive: true });
  });

  it('prefers what is installed and runs: Redis, then Valkey', async () => {
    program('valkey-server', 0);
    expect(await redisBinary(search())).toEqual({ program: join(dir, 'valkey-server'), env: {} });
    program('redis-server', 0);
    expect(await redisBinary(search())).toEqual({ program: join(dir, 'redis-server'), env: {} });
    program('redis-server', 1);
    expect((await redisBinary(search())).program).toBe(join(dir, 'valkey-server'));
  });

  it('names the command that installs one, where none can be found', async () => {
    program('apt-get', 100);
    program('dpkg', 0);
    await expect(redisBinary(search())).rejects.toMatchObject({
      code: 'embedded.no_redis',
      message: expect.stringMatching(
        /sudo apt-get install redis-server[^]*REDIS_URL[^]*apt-get ended with code 100/,
      ),
    });
  });
});
