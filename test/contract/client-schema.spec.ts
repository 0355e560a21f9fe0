import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { REPOSITORY } from '../architecture/repository.js';

const SCHEMA = 'packages/client/schema.ts';

describe('the client package', () => {
  it('is typed by the document in the repository; `npm run client:schema` writes the types anew', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'client-schema-'));
    try {
      const { scripts } = JSON.parse(await readFile(join(REPOSITORY, 'package.json'), 'utf8')) as {
        scripts: Record<string, string>;
      };
      const [command, ...args] = (scripts['client:schema'] as string)
        .replace(SCHEMA, join(dir, 'schema.ts'))
        .split(' ');
      await execa(command as string, args, { cwd: REPOSITORY, preferLocal: true });
      expect(await readFile(join(REPOSITORY, SCHEMA), 'utf8')).toBe(
        await readFile(join(dir, 'schema.ts'), 'utf8'),
      );
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});
