import pg, { type ClientConfig, type QueryConfig, type QueryResult } from 'pg';

/** Whoever holds a row for longer holds up all that is sent after: better to be refused, and to wait for it elsewhere. */
const LOCK_TIMEOUT_MS = 1_000;

/**
 * A connection on which nothing waits for the answer to what was sent before: the server takes one statement after another, each a
 * transaction of its own, without a pause. Two connections that commit at the same time wait for each other's flush to disk and take
 * the processors from each other (docs/adr/0022).
 *
 * Opened when it is first needed, and anew when it was lost; what was under way then is rejected as on any other connection.
 */
export class PipelinedConnection {
  private client: Promise<pg.Client> | undefined;

  constructor(private readonly options: ClientConfig) {}

  async query(statement: QueryConfig): Promise<QueryResult> {
    this.client ??= this.connect();
    return (await this.client).query(statement);
  }

  async close(): Promise<void> {
    const client = await this.client?.catch(() => undefined);
    this.client = undefined;
    await client?.end();
  }

  private connect(): Promise<pg.Client> {
    // A pool hides the password from whatever lists its options.
    const { password } = this.options;
    const client = new pg.Client({
      ...this.options,
      password,
      lock_timeout: LOCK_TIMEOUT_MS,
      pipeline: true,
    });
    const connecting = client.connect().then(() => client);
    const forget = (): void => {
      if (this.client === connecting) this.client = undefined;
    };
    client.on('error', forget).on('end', forget);
    connecting.catch(forget);
    return connecting;
  }
}
