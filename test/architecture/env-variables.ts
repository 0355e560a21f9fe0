import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { z } from 'zod';
import { REPOSITORY } from './repository.js';

export interface EnvVariable {
  name: string;
  description: string;
  /** What applies where the variable is not set; null where there is none. */
  default: string | null;
  /** False where the process can't start without it. */
  optional: boolean;
  /** The file that declares it, from the repository's root. */
  file: string;
}

/** Read straight from the environment, because they are wanted before or beside any settings class. */
const OUTSIDE_CONFIG: EnvVariable[] = [
  {
    name: 'AIPROD_DATA_DIR',
    description:
      'Where `npm start` keeps its databases and files. Left out: /var/lib/aiprod for root, else ~/.local/share/aiprod.',
    default: null,
    optional: true,
    file: 'libs/embedded/places.ts',
  },
  ...['ffmpeg', 'ffprobe'].map((program) => ({
    name: `${program.toUpperCase()}_PATH`,
    description: `The ${program} to run. Left out: a system one of version 5 or later, else the one from npm.`,
    default: null,
    optional: true,
    file: 'libs/media/ffmpeg.ts',
  })),
];

/** The operating system's own variables and Node's, which we follow and do not document. */
export const SYSTEM_VARIABLES = [
  'CI',
  'HOME',
  'NODE_ENV',
  'PATH',
  'TMPDIR',
  'XDG_CACHE_HOME',
  'XDG_DATA_HOME',
];

/**
 * Every variable that some `EnvConfig` class in a `*.config.ts` declares, by file and in the order of declaration. What a class takes
 * over from another one's shape is that one's.
 */
export async function envVariables(): Promise<EnvVariable[]> {
  const found: EnvVariable[] = [...OUTSIDE_CONFIG];
  const taken = new Set<unknown>();
  const dist = join(REPOSITORY, 'dist');
  const paths: string[] = [];
  for await (const path of glob('{apps,libs}/**/*.config.js', { cwd: dist })) paths.push(path);
  for (const path of paths.sort()) {
    const exported = (await import(pathToFileURL(join(dist, path)).href)) as Record<string, unknown>;
    for (const value of Object.values(exported)) {
      const shape = (value as { shape?: z.ZodRawShape } | null)?.shape;
      if (typeof value !== 'function' || shape === undefined) continue;
      for (const [name, schema] of Object.entries(shape)) {
        if (taken.has(schema)) continue;
        taken.add(schema);
        found.push(describeVariable(name, schema as z.ZodType, path.replace(/\.js$/, '.ts')));
      }
    }
  }
  return found.sort((a, b) => a.file.localeCompare(b.file));
}

function describeVariable(name: string, schema: z.ZodType, file: string): EnvVariable {
  let description: string | undefined;
  let inner: z.ZodType | undefined = schema;
  while (inner !== undefined && description === undefined) {
    description = inner.description;
    inner = (inner.def as { innerType?: z.ZodType }).innerType;
  }
  const unset = schema.safeParse(undefined);
  return {
    name,
    description: description ?? '',
    default: unset.success && unset.data !== undefined ? String(unset.data) : null,
    optional: unset.success,
    file,
  };
}

/** What .env.example must say of them: one block a file, and for each variable its description and its default. */
export function renderEnvExample(variables: EnvVariable[]): string {
  const lines = [
    '# Every setting that AIPROD reads. `npm run demo` and `npm start` need none of them.',
    '# A line that is commented out shows the default. Written by `npm run env-example`: edit the *.config.ts files instead.',
  ];
  let file = '';
  for (const variable of variables) {
    if (variable.file !== file) lines.push('', `# --- ${variable.file} ---`);
    file = variable.file;
    lines.push(
      `# ${variable.description}${variable.optional ? '' : ' Required.'}`,
      `${variable.optional ? '# ' : ''}${variable.name}=${variable.default ?? ''}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

export const readEnvExample = (): Promise<string> => readFile(join(REPOSITORY, '.env.example'), 'utf8');

/** The names that the example has a line for, whether commented out or not. */
export const namesIn = (example: string): string[] =>
  [...example.matchAll(/^(?:# )?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name as string);
