import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { REPOSITORY } from '../architecture/repository.js';
import { breakingChanges } from './breaking-changes.js';
import { SNAPSHOT } from './openapi-document.js';
import type { OpenApiDocument } from './openapi-types.js';

/** Holds docs/openapi.json against the one of another branch; ends with 1 where clients of that one would break. */
const base = process.argv[2] ?? 'main';
let released: string;
try {
  released = execFileSync('git', ['show', `${base}:docs/openapi.json`], {
    cwd: REPOSITORY,
    encoding: 'utf8',
    maxBuffer: 64 * 1_048_576,
  });
} catch {
  console.log(`${base} has no docs/openapi.json: there is nothing to break`);
  process.exit(0);
}
const current = JSON.parse(await readFile(SNAPSHOT, 'utf8')) as OpenApiDocument;
const changes = breakingChanges(JSON.parse(released) as OpenApiDocument, current);
for (const change of changes) console.log(`breaks clients: ${change}`);
console.log(
  changes.length === 0
    ? `Nothing breaks clients of ${base}`
    : `${changes.length} changes break clients of ${base}`,
);
process.exit(changes.length === 0 ? 0 : 1);
