import { type CostReport, data } from '#client';
import { formatMicros, micros } from '#libs/kernel';
import { connect } from '../jobs/connect.js';
import { table } from '../jobs/table.js';

export interface CostsOptions {
  readonly by: CostReport['groupBy'];
  readonly from?: string;
  readonly to?: string;
  readonly csv?: boolean;
  readonly json?: boolean;
}

/** What the tenant has spent, asked of the API. Left out: this month until today (UTC). */
export async function costs({ by, csv, json, ...range }: CostsOptions): Promise<void> {
  const today = new Date().toISOString().slice(0, 10);
  const { from = `${today.slice(0, 8)}01`, to = today } = range;
  const params = { query: { groupBy: by, from, to } };
  const { api } = connect();
  if (csv)
    return void process.stdout.write(await data(api.GET('/v1/costs.csv', { params, parseAs: 'text' })));
  const report = await data(api.GET('/v1/costs', { params }));
  console.log(json ? JSON.stringify(report) : costsText(by, report));
}

function costsText(by: string, { from, to, totalMicros, items }: CostReport): string {
  const rows = items.map(({ key, purchases, spentMicros }) => [
    key,
    purchases,
    formatMicros(micros(spentMicros)),
  ]);
  const total = `Spent from ${from} to ${to}: ${formatMicros(micros(totalMicros))}`;
  return rows.length === 0
    ? total
    : `${table([[by.toUpperCase(), 'PURCHASES', 'SPENT'], ...rows])}\n${total}`;
}
