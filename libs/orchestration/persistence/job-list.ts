import { UNPREPARED } from '#libs/database';
import {
  compileFilter,
  type Filter,
  type FilteredList,
  type FilterSchema,
  PLAN_FOR_VALUES,
} from '#libs/filters';
import { JOB_STATES, JOB_STATUSES } from '../domain/state-machine.js';
import type { Scope } from '../domain/views.js';

/** What jobs can be filtered by, under the names that callers know. */
export const JOB_FILTERS = {
  id: { type: 'uuid', column: 'j.id' },
  // As it stands in its index.
  pipeline: { type: 'string', column: '(j.pipeline COLLATE "C")' },
  pipelineVersion: { type: 'integer', column: 'j.pipeline_version' },
  track: { type: 'string', column: 'j.track' },
  status: { type: 'enum', column: 'j.status', values: JOB_STATUSES },
  state: { type: 'enum', column: 'j.state', values: JOB_STATES },
  priority: { type: 'integer', column: 'j.priority' },
  costMicros: { type: 'integer', column: 'j.cost_micros' },
  budgetMicros: { type: 'integer', column: 'j.budget_micros', nullable: true },
  createdBy: { type: 'uuid', column: 'j.created_by' },
  scheduleId: { type: 'uuid', column: 'j.schedule_id', nullable: true },
  batchId: { type: 'uuid', column: 'j.batch_id', nullable: true },
  errorCode: { type: 'string', column: "(j.error->>'code')", nullable: true },
  admitted: { type: 'boolean', column: '(j.admitted_at IS NOT NULL)' },
  technicalScore: { type: 'decimal', column: "((j.scores->>'technical')::double precision)", nullable: true },
  semanticScore: { type: 'decimal', column: "((j.scores->>'semantic')::double precision)", nullable: true },
  createdAt: { type: 'date', column: 'j.created_at', ids: { column: 'j.id', rows: 'made' } },
  startedAt: {
    type: 'date',
    column: 'j.started_at',
    nullable: true,
    ids: { column: 'j.id', rows: 'made before' },
  },
  finishedAt: {
    type: 'date',
    column: 'j.finished_at',
    nullable: true,
    ids: { column: 'j.id', rows: 'made before' },
  },
} as const satisfies FilterSchema;

/** Ids begin with the time at which they were made, so that the order of ids is the order of creation. */
const SORT_COLUMNS = { createdAt: null, priority: 'priority', costMicros: 'cost_micros' } as const;
type SortField = keyof typeof SORT_COLUMNS;

export const JOB_SORTS = [
  '-createdAt',
  'createdAt',
  '-priority',
  'priority',
  '-costMicros',
  'costMicros',
] as const;
export type JobSort = (typeof JOB_SORTS)[number];

export interface JobListing {
  limit: number;
  filter: Filter | null;
  sort: JobSort;
  /** The last job of the page before: what the list is sorted by, where that is not the id, and its id. */
  after: { value: number | null; id: string } | null;
}

/** The column that a list is sorted by, beside the id. */
export const sortColumn = (sort: JobSort) => SORT_COLUMNS[sort.replace('-', '') as SortField];

/** Own-versus-any, filter, position: all in one condition, so that the planner can choose an index for it. */
export function jobListStatement(
  { tenantId, any, userId }: Scope,
  { limit, filter, sort, after }: JobListing,
): { sql: string; params: unknown[] } {
  const params: unknown[] = [tenantId];
  const conditions = ['j.tenant_id = $1'];
  const bind = (value: unknown) => `$${params.push(value)}`;
  if (!any) conditions.push(`j.created_by = ${bind(userId)}`);
  if (filter !== null) {
    const compiled = compileFilter(filter, JOB_FILTERS, params.length + 1);
    params.push(...compiled.params);
    conditions.push(compiled.sql);
  }
  const column = sortColumn(sort);
  const [sign, direction] = sort.startsWith('-') ? ['<', 'DESC'] : ['>', 'ASC'];
  if (after !== null) {
    const [columns, values] =
      column === null
        ? ['j.id', `${bind(after.id)}::uuid`]
        : [`(j.${column}, j.id)`, `(${bind(after.value)}::bigint, ${bind(after.id)}::uuid)`];
    conditions.push(`${columns} ${sign} ${values}`);
  }
  const order = `${column === null ? '' : `j.${column} ${direction}, `}j.id ${direction}`;
  // Without a filter there are few texts; with one there is no end of them.
  const head = filter === null ? '' : UNPREPARED;
  const sql = `${head}SELECT j.* FROM jobs j WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT ${bind(limit)}`;
  return { sql, params };
}

/** The list of all of a tenant's jobs, for reports about how it is found. */
export const JOB_LIST: FilteredList = {
  table: 'jobs',
  schema: JOB_FILTERS,
  statement: (tenantId, filter) =>
    jobListStatement(
      { tenantId, any: true, userId: tenantId },
      { limit: 21, filter, sort: '-createdAt', after: null },
    ),
  planning: PLAN_FOR_VALUES,
};
