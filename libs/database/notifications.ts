import pg from 'pg';
import { DatabaseConfig } from './database.config.js';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

export interface NotificationHandlers {
  heard(payload: string): void;
  /** From now on nothing is missed; what came before may have been. */
  listening(): void;
  /** The connection is gone; another is being made. */
  lost(error: Error): void;
}

/**
 * Listens to what PostgreSQL tells on a channel (NOTIFY), on a connection of its own that comes back by itself. Messages get lost
 * while it is away, and behind a pooler that shares connections between transactions: never rest correctness on them.
 */
export class Notifications {
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private pauseMs = FIRST_PAUSE_MS;
  private stopped = false;

  /** @param channel a constant: it becomes part of a statement */
  constructor(
    private readonly channel: string,
    private readonly handlers: NotificationHandlers,
  ) {}

  start(): void {
    void this.connect();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const { DATABASE_KERNEL_URL, DATABASE_URL } = DatabaseConfig.fromEnv();
    const client = new pg.Client({
      connectionString: DATABASE_KERNEL_URL ?? DATABASE_URL,
      application_name: 'aiprod listener',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    this.client = client;
    client.on('error', (error) => this.retry(client, error));
    client.on('end', () => this.retry(client, new Error('The connection ended')));
    client.on('notification', ({ payload = '' }) => this.handlers.heard(payload));
    try {
      await client.connect();
      await client.query(`LISTEN ${this.channel}`);
      this.pauseMs = FIRST_PAUSE_MS;
      this.handlers.listening();
    } catch (error) {
      this.retry(client, error as Error);
    }
  }

  private retry(client: pg.Client, error: Error): void {
    if (this.stopped || this.client !== client) return;
    this.client = undefined;
    void client.end().catch(() => undefined);
    this.handlers.lost(error);
    this.timer = setTimeout(() => void this.connect(), this.pauseMs).unref();
    this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
  }
}
