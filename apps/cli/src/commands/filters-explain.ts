import { resolve } from 'node:path';
import { createDataSource, Database, DatabaseConfig } from '#libs/database';
import { defaultDataDir, runningServices } from '#libs/embedded';
import { API_KEY_LIST, AUDIT_LIST, USER_LIST } from '#libs/auth';
import { type FilteredList, type FilterReport, FilterReports, reported } from '#libs/filters';
import { ValidationError } from '#libs/kernel';
import { JOB_LIST, SCHEDULE_LIST } from '#libs/orchestration';
import { DELIVERY_LIST, ENDPOINT_LIST } from '#libs/webhooks';

export const FILTERED_LISTS: Record<string, FilteredList> = {
  jobs: JOB_LIST,
  schedules: reported(SCHEDULE_LIST),
  users: reported(USER_LIST),
  audit: reported(AUDIT_LIST),
  deliveries: reported(DELIVERY_LIST),
  endpoints: reported(ENDPOINT_LIST),
  keys: reported(API_KEY_LIST),
};

export interface FiltersExplainOptions {
  readonly resource: string;
  readonly tenant?: string;
  readonly dataDir?: string;
}

/** Tells how the database in DATABASE_URL, or the running one on this machine, would find what a filter asks for. */
export async function explainFilterCommand(filter: string, options: FiltersExplainOptions): Promise<number> {
  const dir = options.dataDir === undefined ? defaultDataDir() : resolve(options.dataDir);
  const url = process.env.DATABASE_URL || runningServices(dir)?.databaseUrl;
  const list = FILTERED_LISTS[options.resource];
  if (url === undefined || list === undefined) {
    console.error(
      list === undefined
        ? `--resource must be one of ${Object.keys(FILTERED_LISTS).join(', ')}`
        : 'No database: set DATABASE_URL, or run npm start first.',
    );
    return 2;
  }
  const config = DatabaseConfig.fromEnv({ ...process.env, DATABASE_URL: url });
  const dataSource = await createDataSource(config).initialize();
  try {
    const database = new Database(dataSource);
    const tenantId = options.tenant ?? (await latestTenant(database));
    console.log(lines(await new FilterReports(database).explain(list, tenantId, filter)).join('\n'));
    return 0;
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    for (const { message } of error.fields) console.error(message);
    return 2;
  } finally {
    await dataSource.destroy();
  }
}

/** Plans depend on whose rows are asked for; without a word about it, on the newest tenant's. */
async function latestTenant(database: Database): Promise<string> {
  const [row] = await database.query<{ id: string }>('SELECT id FROM tenants ORDER BY id DESC LIMIT 1');
  return row?.id ?? '00000000-0000-0000-0000-000000000000';
}

function lines({ used, scans, estimatedRows, estimatedCost, advice }: FilterReport): string[] {
  const found = used.length > 0 ? `by the index ${used.join(', ')}` : 'without an index';
  const advised = {
    exists: () => advice.kind === 'exists' && `An index that serves it exists: ${advice.index}`,
    create: () => advice.kind === 'create' && `An index that would help: ${advice.statement}`,
    none: () => advice.kind === 'none' && `No index would help: ${advice.reason}`,
  }[advice.kind]();
  return [
    `Found ${found}${scans ? ', reading the whole table' : ''}`,
    `Estimate: ${estimatedRows} rows, cost ${estimatedCost}`,
    String(advised),
  ];
}
