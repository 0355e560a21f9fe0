import pg, { type PoolClient, type QueryConfig, type QueryResult } from 'pg';

const NAME = 'tenant';
const TEXT = "SELECT set_config('aiprod.tenant', $1, true)";

/** What pg's Query sends and hears; its type declarations leave it out. */
interface Wire {
  bind(message: { portal: string; statement: string; values: string[] }): void;
  execute(message: { portal: string; rows: number }): void;
}

interface WireQuery {
  callback: (error: Error | null, result: QueryResult) => void;
  prepare(wire: Wire): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, wire: Wire): void;
}

const WireQuery = pg.Query as unknown as new (config: QueryConfig) => WireQuery;

/**
 * A prepared statement that runs for one tenant. The setting goes ahead of it in the same batch of messages (one flight to the
 * server and back) and thereby in the same implicit transaction, at whose end the server forgets it: nothing of a tenant is
 * ever left on a connection.
 */
export class TenantQuery extends WireQuery {
  private bound = false;

  constructor(
    private readonly tenantId: string,
    config: QueryConfig,
  ) {
    // The simple protocol has no place for the setting.
    super({ ...config, queryMode: 'extended' } as QueryConfig);
  }

  override prepare(wire: Wire): void {
    wire.bind({ portal: '', statement: NAME, values: [this.tenantId] });
    wire.execute({ portal: '', rows: 0 });
    super.prepare(wire);
  }

  override handleDataRow(message: unknown): void {
    if (this.bound) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, wire: Wire): void {
    if (this.bound) super.handleCommandComplete(message, wire);
    this.bound = true;
  }
}

/** Prepares the setting on a new connection, so that it costs later queries no more than its execution. */
export const prepareForTenants = async (client: PoolClient): Promise<void> => {
  await client.query({ name: NAME, text: TEXT, values: [''] });
};

/** Begins a transaction for a tenant, in one message. */
export const beginFor = (tenantId: string): string =>
  `BEGIN; SELECT set_config('aiprod.tenant', ${pg.escapeLiteral(tenantId)}, true)`;
