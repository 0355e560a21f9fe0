import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheDir, defaultDataDir, serversDir } from './places.js';
import { canEnter, serverUser } from './server-user.js';

describe('places', () => {
  const user = serverUser();
  let dir: string;
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'places-'))));
  afterEach(() => rmSync(dir, { recursive: true }));

  it('puts data where the caller says, or else where the system keeps data', () => {
    expect(defaultDataDir({ AIPROD_DATA_DIR: '/srv/aiprod' })).toBe('/srv/aiprod');
    expect(defaultDataDir({ XDG_DATA_HOME: '/data' })).toBe(user ? '/var/lib/aiprod' : '/data/aiprod');
  });

  it("finds the servers' data a place that their user can enter, and the same one the next time", () => {
    // As root, nobody else can enter this one.
    const dataDir = join(dir, 'private');
    mkdirSync(dataDir, { mode: 0o700 });
    const servers = serversDir(dataDir, user);
    expect(canEnter(servers, user)).toBe(true);
    expect(realpathSync(join(dataDir, 'servers'))).toBe(servers);
    expect(serversDir(dataDir, user)).toBe(servers);
    rmSync(servers, { recursive: true });
  });

  it('does not run programs from a directory that others can write to', () => {
    mkdirSync(join(dir, 'aiprod'));
    expect(cacheDir(undefined, { XDG_CACHE_HOME: dir })).toBe(join(dir, 'aiprod'));
    chmodSync(join(dir, 'aiprod'), 0o777);
    expect(cacheDir(undefined, { XDG_CACHE_HOME: dir })).not.toBe(join(dir, 'aiprod'));
  });
});
