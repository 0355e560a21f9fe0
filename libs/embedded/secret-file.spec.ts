import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secretFile } from './secret-file.js';

describe('secretFile', () => {
  let dir: string;
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'secret-'))));
  afterEach(() => rmSync(dir, { recursive: true }));

  it('makes a secret once, for its owner alone', () => {
    const secret = secretFile(join(dir, 'jwt'));
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(secretFile(join(dir, 'jwt'))).toBe(secret);
    expect(secretFile(join(dir, 'other'))).not.toBe(secret);
    expect(statSync(join(dir, 'jwt')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir).sort()).toEqual(['jwt', 'other']);
  });
});
