import { Injectable } from '@nestjs/common';
import { acrossTenants, Database, UNPREPARED } from '#libs/database';
import { compileFilter, parseFilter, PLAN_FOR_VALUES } from '#libs/filters';
import {
  COST_FILTERS,
  costsBy,
  COSTS_OF_JOB,
  ESTIMATE_ERRORS,
  type CostGroup,
  type CostSort,
} from '../persistence/reports.sql.js';

/** Whose costs a caller may see: the tenant's, and unless `any`, only the caller's own. */
export interface CostScope {
  tenantId: string;
  userId: string;
  any: boolean;
}

export interface CostQuery {
  groupBy: CostGroup;
  /** Inclusive. */
  from: Date;
  /** Exclusive. */
  until: Date;
  provider: string | null;
  userId: string | null;
  /** Which lines of the ledger count, in the grammar of libs/filters, over `COST_FILTERS`. */
  filter?: string | undefined;
  /** By default the days in order, and everything else by amount. */
  sort?: CostSort | undefined;
}

export interface CostLine {
  /** The day (UTC), user, provider, operation, pipeline or job. */
  key: string;
  purchases: number;
  spentMicros: number;
}

export interface JobPurchase {
  effectId: string;
  provider: string;
  operation: string;
  priceList: string;
  /** What was held for it before the call. */
  reservedMicros: number;
  /** What is held for it now: 0 once the bill is known. */
  heldMicros: number;
  spentMicros: number;
  at: Date;
}

/** What was spent, from the ledger. */
@Injectable()
export class CostReports {
  constructor(private readonly database: Database) {}

  /** At most 1,000 lines. @throws ValidationError telling what is wrong with the filter */
  async spent({ tenantId, any, userId }: CostScope, query: CostQuery): Promise<CostLine[]> {
    const { groupBy, from, until, provider, filter = '' } = query;
    const sort = query.sort ?? (groupBy === 'day' ? 'key' : '-spentMicros');
    const params: unknown[] = [tenantId, any, userId, from, until, provider, query.userId];
    if (filter.trim() === '') return this.database.query<CostLine>(costsBy(groupBy, sort, null), params);
    const compiled = compileFilter(parseFilter(filter, COST_FILTERS), COST_FILTERS, params.length + 1);
    const statement = `${UNPREPARED}${costsBy(groupBy, sort, compiled.sql)}`;
    return this.database.transaction(async (sql) => {
      await sql.query(PLAN_FOR_VALUES);
      return sql.query<CostLine>(statement, [...params, ...compiled.params]);
    });
  }

  /** Mean distance of completed jobs' costs from the middle of their estimates over a day, as a share of it. */
  estimateErrors(): Promise<{ pipeline: string; error: number }[]> {
    return acrossTenants(() => this.database.query(ESTIMATE_ERRORS));
  }

  ofJob({ tenantId, any, userId }: CostScope, jobId: string): Promise<JobPurchase[]> {
    return this.database.query<JobPurchase>(COSTS_OF_JOB, [tenantId, any, userId, jobId]);
  }
}
