import type { TransferableTable } from '#libs/database';

const OF_TENANT = 't.tenant_id = $1';
/** Of jobs that go on, nothing is carried: the books of the two systems would drift apart. */
const OF_ENDED_JOBS = `${OF_TENANT} AND NOT EXISTS (SELECT FROM jobs j WHERE j.id = t.job_id AND j.finished_at IS NULL)`;

/** What an export takes of a tenant's money. */
export const COSTS_TABLES: readonly TransferableTable[] = [
  {
    name: 'budgets',
    key: ['id'],
    rows: OF_TENANT,
    columns: {
      id: { type: 'id' },
      tenant_id: { type: 'id', references: 'tenants' },
      scope: { type: 'text' },
      user_id: { type: 'id', nullable: true, references: 'users' },
      period: { type: 'text' },
      limit_micros: { type: 'integer' },
      changed_by: { type: 'text' },
      changed_at: { type: 'time' },
    },
  },
  {
    name: 'spending',
    key: ['scope', 'subject', 'period', 'starts'],
    rows: OF_TENANT,
    columns: {
      scope: { type: 'text' },
      subject: { type: 'id' },
      period: { type: 'text' },
      starts: { type: 'date' },
      tenant_id: { type: 'id', references: 'tenants' },
      held_micros: { type: 'integer' },
      spent_micros: { type: 'integer' },
    },
  },
  {
    name: 'budget_alerts',
    key: ['scope', 'subject', 'period', 'starts', 'limit_micros'],
    rows: OF_TENANT,
    columns: {
      tenant_id: { type: 'id', references: 'tenants' },
      scope: { type: 'text' },
      subject: { type: 'id' },
      period: { type: 'text' },
      starts: { type: 'date' },
      limit_micros: { type: 'integer' },
      used_micros: { type: 'integer' },
      at: { type: 'time' },
    },
  },
  {
    name: 'ledger_entries',
    key: ['effect_id', 'kind', 'account'],
    rows: OF_ENDED_JOBS,
    together: 'effect_id',
    columns: {
      effect_id: { type: 'id' },
      kind: { type: 'text' },
      account: { type: 'text' },
      amount_micros: { type: 'integer' },
      tenant_id: { type: 'id', references: 'tenants' },
      user_id: { type: 'id' },
      job_id: { type: 'id' },
      pipeline: { type: 'text' },
      provider: { type: 'text' },
      operation: { type: 'text' },
      price_list: { type: 'text' },
      held_on: { type: 'date' },
      at: { type: 'time' },
    },
  },
];
