import { readFile, writeFile } from 'node:fs/promises';
import { breakingChanges } from './breaking-changes.js';
import { asText, currentDocument, SNAPSHOT } from './openapi-document.js';
import type { OpenApiDocument } from './openapi-types.js';

const before = await readFile(SNAPSHOT, 'utf8').catch(() => null);
const document = await currentDocument();
await writeFile(SNAPSHOT, await asText(document));
const breaking = before === null ? [] : breakingChanges(JSON.parse(before) as OpenApiDocument, document);
for (const change of breaking) console.log(`breaks clients: ${change}`);
console.log(
  `Written: docs/openapi.json${breaking.length > 0 ? ', with what breaks clients (see above)' : ''}`,
);
process.exit(0);
