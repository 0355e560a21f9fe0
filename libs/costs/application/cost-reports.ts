import { Injectable } from '@nestjs/common';
import { acrossTenants, Database, UNPREPARED } from '#libs/database';
import { compileFilter, cursorAt, fits, parseFilter, PLAN_FOR_VALUES, positionOf } from '#libs/filters';
import { ValidationError } from '#libs/kernel';
import {
  COST_FILTERS,
  COST_POSITION,
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
  /** At most so many lines. */
  limit: number;
  /** Where the page before has ended; good for the same report alone. */
  cursor?: string | undefined;
}

export interface CostReportPage {
  lines: CostLine[];
  /** Of all lines, whichever are on this page. */
  totalMicros: number;
  nextCursor: string | null;
}

export interface CostLine {
  /** The day (UTC), user, provider, operation, pipeline or job. */
  key: string;
  purchases: number;
  spentMicros: number;
}

type TotalledLine = CostLine & { totalMicros: number };

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

  /** @throws ValidationError telling what is wrong with the filter or the cursor */
  async spent({ tenantId, any, userId }: CostScope, query: CostQuery): Promise<CostReportPage> {
    const { groupBy, from, until, provider, filter = '', limit, cursor } = query;
    const sort = query.sort ?? (groupBy === 'day' ? 'key' : '-spentMicros');
    const what: unknown[] = [tenantId, any, userId, from, until, provider, query.userId];
    const report = ['costs', groupBy, sort, filter, ...what];
    const after = cursor === undefined ? [null, null] : positionAfter(report, cursor);
    const rows = await this.lines(groupBy, sort, filter, [...what, ...after, limit + 1]);
    const lines = rows.slice(0, limit);
    const last = lines.at(-1);
    return {
      lines,
      totalMicros: rows[0]?.totalMicros ?? 0,
      nextCursor: rows.length > limit && last ? cursorAt(report, [last.key, last.spentMicros]) : null,
    };
  }

  private lines(
    group: CostGroup,
    sort: CostSort,
    filter: string,
    params: unknown[],
  ): Promise<TotalledLine[]> {
    if (filter.trim() === '') return this.database.query(costsBy(group, sort, null), params);
    const compiled = compileFilter(parseFilter(filter, COST_FILTERS), COST_FILTERS, params.length + 1);
    const statement = `${UNPREPARED}${costsBy(group, sort, compiled.sql)}`;
    return this.database.transaction(async (sql) => {
      await sql.query(PLAN_FOR_VALUES);
      return sql.query(statement, [...params, ...compiled.params]);
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

function positionAfter(report: unknown[], cursor: string): unknown[] {
  const position = positionOf(report, cursor);
  if (position !== null && fits(COST_POSITION, position)) return position;
  const message = 'must be the nextCursor of an earlier page of the same report';
  throw new ValidationError([{ path: 'cursor', message }]);
}
