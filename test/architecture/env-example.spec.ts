import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from './repository.js';
import {
  envVariables,
  namesIn,
  readEnvExample,
  renderEnvExample,
  SYSTEM_VARIABLES,
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

  it('can be complete, because no code reads a variable that is declared nowhere', async () => {
    const known = new Set([...SYSTEM_VARIABLES, ...variables.map(({ name }) => name)]);
    const strangers: string[] = [];
    for await (const path of glob('{apps,libs}/**/*.ts', { cwd: REPOSITORY })) {
      if (path.endsWith('.spec.ts') || path.startsWith('libs/testing/')) continue;
      const source = await readFile(join(REPOSITORY, path), 'utf8');
      for (const [, name] of source.matchAll(/\benv(?:\.|\[')([A-Z][A-Z0-9_]*)\b/g)) {
        // Any variable can be given as a file instead.
        const variable = (name as string).replace(/_FILE$/, '');
        if (!known.has(variable)) strangers.push(`${path}: ${name}`);
      }
    }
    expect(strangers).toEqual([]);
  });
});
