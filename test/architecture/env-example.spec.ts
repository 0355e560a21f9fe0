import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from './repository.js';
import {
  envVariables,
  MAY_READ_ENVIRONMENT,
  namesIn,
  readEnvExample,
  renderEnvExample,
  type EnvVariable,
} from './env-variables.js';

describe('.env.example', () => {
  let variables: EnvVariable[];
  let example: string;

  beforeAll(async () => {
    [variables, example] = await Promise.all([envVariables(), readEnvExample()]);
  });

  it('names every variable that the code reads, and no other', () => {
    expect(namesIn(example).sort()).toEqual(variables.map(({ name }) => name).sort());
  });

  it('says of each what the code says: description and default (else run `npm run env-example`)', () => {
    expect(example).toBe(renderEnvExample(variables));
  });

  it('can describe every variable, and none is declared twice', () => {
    expect(variables.filter(({ description }) => description === '').map(({ name }) => name)).toEqual([]);
    expect(variables.length).toBeGreaterThan(2);
    expect(new Set(variables.map(({ name }) => name)).size).toBe(variables.length);
  });

  it('can be complete, because nothing else reads the environment', async () => {
    const readers: string[] = [];
    for await (const path of glob('{apps,libs}/**/*.ts', { cwd: REPOSITORY })) {
      if (path.endsWith('.spec.ts') || path.startsWith('libs/testing/')) continue;
      if (/\bprocess\.env\b/.test(await readFile(join(REPOSITORY, path), 'utf8'))) readers.push(path);
    }
    expect(readers.filter((path) => !MAY_READ_ENVIRONMENT.includes(path))).toEqual([]);
  });
});
