import { Injectable } from '@nestjs/common';
import { AuditLog, userActor } from '#libs/auth';
import { Database } from '#libs/database';
import type { Price, PriceList } from '../domain/price-list.js';

export interface PublishedPriceList extends PriceList {
  note: string;
  publishedBy: string;
  publishedAt: Date;
}

const COLUMNS = 'version, note, published_by AS "publishedBy", published_at AS "publishedAt"';
const NEWEST_VERSION = 'SELECT version FROM price_lists ORDER BY sequence DESC LIMIT 1';
const FIND = `SELECT prices, ${COLUMNS} FROM price_lists WHERE version = $1`;
const HISTORY = `SELECT ${COLUMNS}, jsonb_array_length(prices) AS count FROM price_lists ORDER BY sequence DESC LIMIT $1`;
/** Two at once must not build on the same list and lose one's changes. */
const LOCK = 'LOCK TABLE price_lists IN SHARE ROW EXCLUSIVE MODE';
const INSERT = `
INSERT INTO price_lists (version, prices, note, published_by)
SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') || '.' || (1 + count(*)), $1::jsonb, $2, $3 FROM price_lists
RETURNING prices, ${COLUMNS}`;

/** Published price lists: added, never changed. */
@Injectable()
export class PriceListStore {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  async newestVersion(): Promise<string | null> {
    const [row] = await this.database.query<{ version: string }>(NEWEST_VERSION);
    return row?.version ?? null;
  }

  async find(version: string): Promise<PublishedPriceList | null> {
    return (await this.database.query<PublishedPriceList>(FIND, [version]))[0] ?? null;
  }

  history(limit: number): Promise<(Omit<PublishedPriceList, 'prices'> & { count: number })[]> {
    return this.database.query(HISTORY, [limit]);
  }

  /** @param build the new list's prices, from those of the newest one; null where none was published yet */
  publish(
    build: (newest: readonly Price[] | null) => Price[],
    { note, actor, tenantId }: { note: string; actor: string; tenantId: string },
  ): Promise<PublishedPriceList> {
    return this.database.transaction(async (sql) => {
      await sql.query(LOCK);
      const [newest] = await sql.query<{ version: string }>(NEWEST_VERSION);
      const list = newest && (await sql.query<PublishedPriceList>(FIND, [newest.version]))[0];
      const prices = build(list?.prices ?? null);
      const [published] = await sql.query<PublishedPriceList>(INSERT, [JSON.stringify(prices), note, actor]);
      const { version } = published as PublishedPriceList;
      await this.audit.record(sql, {
        tenantId,
        actor: userActor(actor),
        action: 'price_list.published',
        target: { type: 'price_list', id: version },
        details: { note, prices: prices.length },
      });
      return published as PublishedPriceList;
    });
  }
}
