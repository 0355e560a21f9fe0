import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AiprodClient } from '#client';
import { download } from './download.js';

const CONTENT = 'a film';
const client = {
  artifacts: { download: () => Promise.resolve(new Blob([CONTENT]).stream()) },
} as unknown as AiprodClient;
const artifact = (name: string, sha256 = createHash('sha256').update(CONTENT).digest('hex')) => ({
  id: 'a1',
  name,
  sha256,
});

describe('download', () => {
  let dir: string;
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'download-'))));
  afterEach(() => rmSync(dir, { recursive: true }));

  it('puts the content where the name says', async () => {
    const path = await download(client, artifact('stems/voice.wav'), dir);
    expect(path).toBe(join(dir, 'stems', 'voice.wav'));
    expect(readFileSync(path, 'utf8')).toBe(CONTENT);
  });

  it('keeps nothing that is not what was sent', async () => {
    await expect(download(client, artifact('video.mp4', '0'.repeat(64)), dir)).rejects.toMatchObject({
      code: 'cli.bad_content',
    });
    expect(readdirSync(dir)).toEqual([]);
  });

  it('does not follow a name out of its directory', async () => {
    const name = `../${dir.split('/').at(-1) ?? ''}-outside.mp4`;
    await expect(download(client, artifact(name), dir)).rejects.toMatchObject({ code: 'cli.bad_name' });
    expect(existsSync(join(dir, name))).toBe(false);
  });
});
