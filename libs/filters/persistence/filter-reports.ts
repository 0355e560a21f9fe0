import { type Database, UNPREPARED } from '#libs/database';
import type { Filter, FilterSchema } from '../domain/filter.js';
import { adviseIndex, type IndexAdvice, type KnownIndex } from '../domain/index-advice.js';
import { parseFilter } from '../domain/parser.js';

/** A list of a tenant's rows that can be filtered. */
export interface FilteredList {
  table: string;
  schema: FilterSchema;
  /** The statement that the list runs, and its settings for the planner. */
  statement(tenantId: string, filter: Filter): { sql: string; params: unknown[] };
  planning: string;
}

export interface FilterReport {
  /** The indexes that the database uses, in the order of its plan. */
  used: string[];
  /** Whether it reads the whole table. */
  scans: boolean;
  estimatedRows: number;
  estimatedCost: number;
  advice: IndexAdvice;
}

interface PlanNode {
  'Node Type': string;
  'Index Name'?: string;
  'Plan Rows': number;
  'Total Cost': number;
  Plans?: PlanNode[];
}

const INDEXES = `
SELECT c.relname AS name,
       ARRAY(SELECT pg_get_indexdef(i.indexrelid, n::integer, true) FROM generate_series(1, i.indnkeyatts) AS n ORDER BY n) AS columns
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = to_regclass($1) AND i.indpred IS NULL ORDER BY i.indexrelid`;

/** How the database would find what a filter asks for. */
export class FilterReports {
  constructor(private readonly database: Database) {}

  /** Nothing is run but EXPLAIN. @throws ValidationError where the filter is wrong */
  async explain(list: FilteredList, tenantId: string, text: string): Promise<FilterReport> {
    const filter = parseFilter(text, list.schema);
    const { sql, params } = list.statement(tenantId, filter);
    const plan = await this.database.transaction(async (transaction) => {
      await transaction.query(list.planning);
      const explain = `${UNPREPARED}EXPLAIN (FORMAT JSON) ${sql.replace(UNPREPARED, '')}`;
      const [row] = await transaction.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(explain, params);
      return row!['QUERY PLAN'][0].Plan;
    });
    const known = await this.database.query<KnownIndex>(INDEXES, [list.table]);
    const nodes = nodesOf(plan);
    return {
      used: nodes.flatMap((node) => node['Index Name'] ?? []),
      scans: nodes.some((node) => node['Node Type'] === 'Seq Scan'),
      estimatedRows: plan['Plan Rows'],
      estimatedCost: plan['Total Cost'],
      advice: adviseIndex(filter, list.schema, list.table, known),
    };
  }
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];
