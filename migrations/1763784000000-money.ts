import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Price lists, budgets, what is held and spent, and the ledger behind it. Amounts are micro-dollars. The ledger outlives jobs and
 * users, so it points at them without foreign keys.
 */
export class Money1763784000000 implements MigrationInterface {
  readonly name = 'Money1763784000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE jobs ADD COLUMN estimate jsonb;
      CREATE INDEX side_effects_recent ON side_effects (provider, sent_at);

      CREATE TABLE price_lists (
        sequence integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        version text NOT NULL UNIQUE,
        prices jsonb NOT NULL,
        note text NOT NULL,
        published_by text NOT NULL,
        published_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TRIGGER price_lists_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON price_lists
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      CREATE TABLE budgets (
        id uuid PRIMARY KEY,
        tenant_id uuid NOT NULL REFERENCES tenants,
        scope text NOT NULL CHECK (scope IN ('tenant', 'user')),
        user_id uuid REFERENCES users,
        period text NOT NULL CHECK (period IN ('day', 'month')),
        limit_micros bigint NOT NULL CHECK (limit_micros >= 0),
        changed_by text NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT now(),
        CHECK (scope = 'user' OR user_id IS NULL),
        UNIQUE NULLS NOT DISTINCT (tenant_id, scope, user_id, period)
      );

      -- Running totals, so that a reservation looks at one row a budget. The ledger is the truth; a check compares them.
      CREATE TABLE spending (
        scope text NOT NULL CHECK (scope IN ('job', 'user', 'tenant')),
        subject uuid NOT NULL,
        period text NOT NULL CHECK (period IN ('whole', 'day', 'month')),
        starts date NOT NULL,
        tenant_id uuid NOT NULL,
        held_micros bigint NOT NULL DEFAULT 0 CHECK (held_micros >= 0),
        spent_micros bigint NOT NULL DEFAULT 0 CHECK (spent_micros >= 0),
        PRIMARY KEY (scope, subject, period, starts)
      ) WITH (fillfactor = 60);

      CREATE TABLE budget_alerts (
        tenant_id uuid NOT NULL,
        scope text NOT NULL,
        subject uuid NOT NULL,
        period text NOT NULL,
        starts date NOT NULL,
        limit_micros bigint NOT NULL,
        used_micros bigint NOT NULL,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (scope, subject, period, starts, limit_micros)
      );
      CREATE INDEX budget_alerts_by_tenant ON budget_alerts (tenant_id, at);

      CREATE TABLE ledger_entries (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        effect_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('hold', 'settle', 'release')),
        account text NOT NULL CHECK (account IN ('available', 'held', 'spent')),
        amount_micros bigint NOT NULL CHECK (amount_micros <> 0),
        tenant_id uuid NOT NULL,
        user_id uuid NOT NULL,
        job_id uuid NOT NULL,
        pipeline text NOT NULL,
        provider text NOT NULL,
        operation text NOT NULL,
        price_list text NOT NULL,
        held_on date NOT NULL,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (effect_id, kind, account)
      );
      CREATE INDEX ledger_entries_by_tenant ON ledger_entries (tenant_id, at);
      CREATE INDEX ledger_entries_by_job ON ledger_entries (job_id);
      CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      CREATE FUNCTION ledger_zero_sum() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (SELECT sum(amount_micros) FROM ledger_entries WHERE effect_id = NEW.effect_id AND kind = NEW.kind) <> 0 THEN
          RAISE EXCEPTION 'the % of effect % does not sum to zero', NEW.kind, NEW.effect_id;
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER ledger_zero_sum AFTER INSERT ON ledger_entries DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION ledger_zero_sum();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE ledger_entries, budget_alerts, spending, budgets, price_lists;
      DROP FUNCTION ledger_zero_sum();
      DROP INDEX side_effects_recent;
      ALTER TABLE jobs DROP COLUMN estimate;
    `);
  }
}
