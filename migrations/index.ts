import { InitialSchema1763683200000 } from './1763683200000-initial-schema.js';

/** Every migration, oldest first. A migration that has been released is never edited: add another. */
export const migrations = [InitialSchema1763683200000];
