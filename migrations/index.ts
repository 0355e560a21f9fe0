import { InitialSchema1763683200000 } from './1763683200000-initial-schema.js';
import { OneStatementForManyStages1763769600000 } from './1763769600000-one-statement-for-many-stages.js';
import { SideEffects1763773200000 } from './1763773200000-side-effects.js';
import { ConcurrencyLimits1763776800000 } from './1763776800000-concurrency-limits.js';
import { Schedules1763780400000 } from './1763780400000-schedules.js';
import { Money1763784000000 } from './1763784000000-money.js';
import { Manifests1763787600000 } from './1763787600000-manifests.js';
import { TenantProviderKeys1763791200000 } from './1763791200000-tenant-provider-keys.js';
import { SignIn1763794800000 } from './1763794800000-sign-in.js';
import { TenantIsolation1763798400000 } from './1763798400000-tenant-isolation.js';
import { AccessAdministration1763799000000 } from './1763799000000-access-administration.js';
import { Audit1763802000000 } from './1763802000000-audit.js';
import { DataTransfers1763802600000 } from './1763802600000-data-transfers.js';
import { IdempotencyKeys1763805600000 } from './1763805600000-idempotency-keys.js';
import { JobListIndexes1763806200000 } from './1763806200000-job-list-indexes.js';
import { Webhooks1763809200000 } from './1763809200000-webhooks.js';
import { StreamTickets1763809800000 } from './1763809800000-stream-tickets.js';
import { LeanHotRows1763812800000 } from './1763812800000-lean-hot-rows.js';
import { Quotas1763816400000 } from './1763816400000-quotas.js';
import { IsolationByUser1763820000000 } from './1763820000000-isolation-by-user.js';
import { BrowserSignIn1763823600000 } from './1763823600000-browser-sign-in.js';
import { JobBatches1763827200000 } from './1763827200000-job-batches.js';
import { JobsByPipeline1763830800000 } from './1763830800000-jobs-by-pipeline.js';
import { LeanWrites1763834400000 } from './1763834400000-lean-writes.js';
import { CarriedStages1763838000000 } from './1763838000000-carried-stages.js';

/** Every migration, oldest first. A migration that has been released is never edited: add another. */
export const migrations = [
  InitialSchema1763683200000,
  OneStatementForManyStages1763769600000,
  SideEffects1763773200000,
  ConcurrencyLimits1763776800000,
  Schedules1763780400000,
  Money1763784000000,
  Manifests1763787600000,
  TenantProviderKeys1763791200000,
  SignIn1763794800000,
  TenantIsolation1763798400000,
  AccessAdministration1763799000000,
  Audit1763802000000,
  DataTransfers1763802600000,
  IdempotencyKeys1763805600000,
  JobListIndexes1763806200000,
  Webhooks1763809200000,
  StreamTickets1763809800000,
  LeanHotRows1763812800000,
  Quotas1763816400000,
  IsolationByUser1763820000000,
  BrowserSignIn1763823600000,
  JobBatches1763827200000,
  JobsByPipeline1763830800000,
  LeanWrites1763834400000,
  CarriedStages1763838000000,
];
