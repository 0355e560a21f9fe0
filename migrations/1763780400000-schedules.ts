import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Schedules, the ticks that they have come to, on each job the schedule that it came from; and the age of messages. */
export class Schedules1763780400000 implements MigrationInterface {
  readonly name = 'Schedules1763780400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE schedules (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenants,
        created_by uuid NOT NULL REFERENCES users,
        name text NOT NULL,
        cron text NOT NULL,
        timezone text NOT NULL,
        pipeline text NOT NULL,
        input jsonb NOT NULL,
        priority smallint NOT NULL CHECK (priority BETWEEN 0 AND 9),
        enabled boolean NOT NULL,
        disabled_reason jsonb,
        next_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (tenant_id, name),
        CHECK (enabled = (next_at IS NOT NULL)),
        CHECK (NOT enabled OR disabled_reason IS NULL)
      );
      CREATE INDEX schedules_due ON schedules (next_at) WHERE enabled;
      CREATE INDEX schedules_by_tenant ON schedules (tenant_id, id DESC);

      -- A row of outcome 'skipped' stands for all ticks from tick_at on that came before skipped_before.
      CREATE TABLE schedule_ticks (
        schedule_id uuid NOT NULL REFERENCES schedules ON DELETE CASCADE,
        tick_at timestamptz NOT NULL,
        outcome text NOT NULL CHECK (outcome IN ('fired', 'skipped', 'refused')),
        job_id uuid REFERENCES jobs ON DELETE SET NULL,
        skipped_before timestamptz,
        fired_by text NOT NULL,
        fired_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (schedule_id, tick_at),
        CHECK ((outcome = 'skipped') = (skipped_before IS NOT NULL))
      );
      CREATE INDEX schedule_ticks_by_job ON schedule_ticks (job_id) WHERE job_id IS NOT NULL;

      -- No foreign key: a job keeps the name of its origin when the schedule is deleted.
      ALTER TABLE jobs ADD COLUMN schedule_id uuid;

      ALTER TABLE outbox ADD COLUMN created_at timestamptz NOT NULL DEFAULT now();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE outbox DROP COLUMN created_at;
      ALTER TABLE jobs DROP COLUMN schedule_id;
      DROP TABLE schedule_ticks, schedules;
    `);
  }
}
