import { join } from 'node:path';
import { execa } from 'execa';
import { REPOSITORY } from './repository.js';

describe('THIRD_PARTY_NOTICES.md', () => {
  it('lists what package-lock.json ships, all of it under licences that we accept', async () => {
    const script = join(REPOSITORY, 'tools/third-party-notices.mjs');
    const { stderr, exitCode } = await execa(process.execPath, [script, '--check'], {
      cwd: REPOSITORY,
      reject: false,
    });
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  });
});
