import type { FilterSchema } from './filter.js';
import { adviseIndex } from './index-advice.js';
import { parseFilter } from './parser.js';

const SCHEMA: FilterSchema = {
  status: { type: 'string', column: 'j.status' },
  cost: { type: 'integer', column: 'j.cost' },
  madeAt: { type: 'date', column: 'j.made_at', ids: { column: 'j.id', rows: 'made' } },
  code: { type: 'string', column: "(j.error->>'code')" },
};
const KNOWN = [
  { name: 'by_tenant', columns: ['tenant_id', 'id'] },
  { name: 'by_status', columns: ['tenant_id', 'status', 'id'] },
];
const advice = (filter: string) => adviseIndex(parseFilter(filter, SCHEMA), SCHEMA, 'things', KNOWN);

describe('the advice about an index', () => {
  it.each([
    ['status = done', 'by_status'],
    ['madeAt >= 2026-11-21 AND madeAt < 2026-11-22', 'by_tenant'],
    ['madeAt = 2026-11-21', 'by_tenant'],
    ['status = done AND madeAt < 2026-11-22', 'by_status'],
  ])('names the one that serves the filter already: %s', (filter, index) => {
    expect(advice(filter)).toEqual({ kind: 'exists', index });
  });

  it.each([
    ['cost = 1', '(tenant_id, cost, id DESC)'],
    ['status = done AND cost > 1', '(tenant_id, status, cost)'],
    ['code = x', "(tenant_id, (error->>'code'), id DESC)"],
  ])('says which one would help: %s', (filter, columns) => {
    expect(advice(filter)).toMatchObject({
      kind: 'create',
      statement: `CREATE INDEX CONCURRENTLY ON things ${columns}`,
    });
  });

  it.each(['status = done OR cost = 1', 'status ends x', 'NOT status = done'])(
    'says that none helps: %s',
    (filter) => {
      expect(advice(filter).kind).toBe('none');
    },
  );
});
