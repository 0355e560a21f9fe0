import { InitialSchema1763683200000 } from './1763683200000-initial-schema.js';
import { OneStatementForManyStages1763769600000 } from './1763769600000-one-statement-for-many-stages.js';

/** In the order in which they run. */
export const migrations = [InitialSchema1763683200000, OneStatementForManyStages1763769600000];
