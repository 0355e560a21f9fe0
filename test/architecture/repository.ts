import { resolve } from 'node:path';

/** The repository's root, seen from the compiled tree (dist/test/architecture). */
export const REPOSITORY = resolve(import.meta.dirname, '../../..');
