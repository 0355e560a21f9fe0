import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tickets by which a browser opens a WebSocket: good once, for half a minute. Only their hashes are stored. */
export class StreamTickets1763809800000 implements MigrationInterface {
  readonly name = 'StreamTickets1763809800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE stream_tickets (
        hash bytea PRIMARY KEY,
        tenant_id uuid NOT NULL,
        job_id uuid NOT NULL,
        -- Who may follow the job, as far as it takes to see whether that is still so.
        caller jsonb NOT NULL,
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX stream_tickets_by_age ON stream_tickets (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE stream_tickets');
  }
}
