import { createDataSource, Database, DatabaseConfig } from '#libs/database';
import { AppError, parseFields, type JsonObject } from '#libs/kernel';
import {
  JobQueries,
  Quotas,
  SchedulesService,
  type NewSchedule,
  type PipelineDefinition,
} from '#libs/orchestration';
import { startKernel, testEnvironment, type KernelApp, type TestEnvironment } from '#libs/testing';
import { z } from 'zod';
import { plainPipeline } from './plain-pipeline.js';

let shortest = 1;

const pipeline: PipelineDefinition = {
  ...plainPipeline('greet', () => ({ input: { words: '$job.input.words' } })),
  admit: (input) =>
    parseFields(
      z.object({ words: z.string().min(shortest, 'must be longer') }),
      input,
      'input',
    ) as JsonObject,
};

interface Tick {
  tick: number;
  outcome: string;
  job_id: string | null;
  schedule_of_job: string | null;
}

describe('schedules, with three processes on one database', () => {
  let environment: TestEnvironment;
  let apps: KernelApp[] = [];
  let app: KernelApp;
  let schedules: SchedulesService;
  /** May change the schema, as the processes may not. */
  let owner: Database;

  beforeAll(async () => {
    environment = await testEnvironment();
    const boot = () => startKernel([pipeline], async (_, input) => input);
    apps = [await boot(), await boot(), await boot()];
    app = apps[0] as KernelApp;
    schedules = app.module.get(SchedulesService);
    owner = new Database(await createDataSource(DatabaseConfig.fromEnv()).initialize());
  });
  afterEach(() => (shortest = 1));
  afterAll(async () => {
    await Promise.all(apps.map(({ module }) => module.close()));
    await owner.dataSource.destroy();
    await environment.drop();
  });

  const create = (more: Partial<NewSchedule> = {}) =>
    schedules.create({
      tenantId: app.scope.tenantId,
      userId: app.scope.userId,
      name: `every second ${Math.random()}`,
      cron: '* * * * * *',
      timezone: 'UTC',
      pipeline: 'greet',
      input: { words: 'hello' },
      priority: 5,
      enabled: true,
      ...more,
    });
  const turnBack = (id: string, seconds: number) =>
    app.database.query(
      "UPDATE schedules SET next_at = date_trunc('second', now()) - $2 * interval '1 second' WHERE id = $1",
      [id, seconds],
    );
  /** In the order in which they were settled. */
  const ticksOf = (id: string) =>
    app.database.query<Tick>(
      `SELECT extract(epoch FROM t.tick_at)::integer AS tick, t.outcome, t.job_id, j.schedule_id AS schedule_of_job
       FROM schedule_ticks t LEFT JOIN jobs j ON j.id = t.job_id WHERE t.schedule_id = $1 ORDER BY t.fired_at`,
      [id],
    );
  const until = async (ready: () => Promise<boolean>) => {
    while (!(await ready())) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  it('fire every missed tick once and in order, although connections die in the middle of it', async () => {
    await owner.dataSource.query(`
      CREATE SEQUENCE kills;
      CREATE FUNCTION kill_some() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        IF nextval('kills') IN (3, 50, 51, 120) THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER kill_some AFTER INSERT ON schedule_ticks FOR EACH ROW EXECUTE FUNCTION kill_some();
    `);
    const { id } = await create();
    await schedules.change(app.scope, id, { enabled: false });
    await app.database.query('DELETE FROM schedule_ticks WHERE schedule_id = $1', [id]);
    await app.database.query(
      "UPDATE schedules SET enabled = true, next_at = date_trunc('second', now()) - interval '200 seconds' WHERE id = $1",
      [id],
    );
    await until(async () => (await ticksOf(id)).length >= 200);
    await schedules.change(app.scope, id, { enabled: false });
    await owner.query('DROP TRIGGER kill_some ON schedule_ticks');

    const ticks = await ticksOf(id);
    const first = ticks[0]?.tick as number;
    expect(ticks.map(({ tick }) => tick)).toEqual(ticks.map((_, index) => first + index));
    expect(new Set(ticks.map(({ job_id }) => job_id)).size).toBe(ticks.length);
    expect(ticks.every((tick) => tick.outcome === 'fired' && tick.schedule_of_job === id)).toBe(true);
    const [{ jobs } = { jobs: 0 }] = await app.database.query<{ jobs: number }>(
      'SELECT count(*)::integer AS jobs FROM jobs WHERE schedule_id = $1',
      [id],
    );
    expect(jobs).toBe(ticks.length);
  });

  it('submit jobs that run and say where they come from', async () => {
    const { id } = await create();
    await until(async () => (await ticksOf(id)).length > 0);
    const changed = await schedules.change(app.scope, id, { enabled: false });
    const jobId = changed.lastRuns.at(-1)?.jobId as string;
    expect(await app.settled(jobId)).toBe('completed');
    expect(await app.module.get(JobQueries).get(app.scope, jobId)).toMatchObject({
      scheduleId: id,
      priority: 5,
      input: { words: 'hello' },
    });
  });

  it('skip what is older than the grace in one step, and fire the rest', async () => {
    const { id } = await create();
    await turnBack(id, 1_000);
    const skipped = async () => (await ticksOf(id)).filter(({ outcome }) => outcome === 'skipped');
    await until(async () => (await skipped()).length > 0);
    await until(async () => (await ticksOf(id)).length > 200);
    await schedules.change(app.scope, id, { enabled: false });
    expect(await skipped()).toHaveLength(1);
    const [row] = await app.database.query<{ gap: number; fired: number }>(
      `SELECT extract(epoch FROM s.skipped_before - s.tick_at)::integer AS gap,
              (SELECT count(*)::integer FROM schedule_ticks t WHERE t.schedule_id = $1 AND t.tick_at = s.skipped_before) AS fired
       FROM schedule_ticks s WHERE s.schedule_id = $1 AND s.outcome = 'skipped'`,
      [id],
    );
    expect(row?.gap).toBeGreaterThanOrEqual(699);
    expect(row?.fired).toBe(1);
  });

  it('are switched off, with the reason, once the pipeline no longer takes their input', async () => {
    const { id } = await create({ enabled: false });
    shortest = 50;
    await app.database.query('UPDATE schedules SET enabled = true, next_at = now() WHERE id = $1', [id]);
    await until(async () => !(await schedules.get(app.scope, id)).enabled);
    expect(await schedules.get(app.scope, id)).toMatchObject({
      nextAt: null,
      nextTicks: [],
      disabledReason: { code: 'input.invalid', message: 'input.words: must be longer' },
      lastRuns: [{ outcome: 'refused', jobId: null }],
    });
    shortest = 1;
    expect(await schedules.change(app.scope, id, { enabled: true, cron: '0 7 * * *' })).toMatchObject({
      enabled: true,
      disabledReason: null,
    });
  });

  it('are switched off with the user who made them', async () => {
    const { id } = await create({ enabled: false });
    await app.database.query('UPDATE users SET disabled_at = now() WHERE id = $1', [app.scope.userId]);
    await app.database.query('UPDATE schedules SET enabled = true, next_at = now() WHERE id = $1', [id]);
    await until(async () => !(await schedules.get(app.scope, id)).enabled);
    await app.database.query('UPDATE users SET disabled_at = NULL WHERE id = $1', [app.scope.userId]);
    expect((await schedules.get(app.scope, id)).disabledReason?.code).toBe('schedule.owner_disabled');
  });

  it('submit nothing for a suspended tenant, and go on by themselves afterwards with what comes then', async () => {
    const suspend = (suspended: boolean) =>
      app.database.query('UPDATE tenants SET suspended_at = CASE WHEN $2 THEN now() END WHERE id = $1', [
        app.scope.tenantId,
        suspended,
      ]);
    const { id } = await create({ enabled: false });
    await suspend(true);
    await app.database.query(
      "UPDATE schedules SET enabled = true, next_at = now() - interval '100 seconds' WHERE id = $1",
      [id],
    );
    await until(async () => (await ticksOf(id)).length >= 2);
    const meanwhile = await ticksOf(id);
    expect(meanwhile.map(({ outcome }) => outcome)).toEqual(meanwhile.map(() => 'skipped'));
    await suspend(false);
    await until(async () => (await ticksOf(id)).some(({ outcome }) => outcome === 'fired'));
    await schedules.change(app.scope, id, { enabled: false });
    const fired = (await ticksOf(id)).filter(({ outcome }) => outcome === 'fired');
    expect(fired[0]!.tick).toBeGreaterThan(meanwhile.at(-1)!.tick);
  });

  it('go on after ticks that a quota has refused', async () => {
    const quotas = app.module.get(Quotas);
    await quotas.set('jobs_per_day', 0, app.scope);
    const { id } = await create();
    await until(async () => (await ticksOf(id)).length > 0);
    expect((await ticksOf(id))[0]).toMatchObject({ outcome: 'refused', job_id: null });
    await quotas.remove('jobs_per_day', app.scope);
    await until(async () => (await ticksOf(id)).some(({ outcome }) => outcome === 'fired'));
    await schedules.change(app.scope, id, { enabled: false });
  });

  it('name every wrong field, are seen by nobody else, and go with their name once', async () => {
    await expect(create({ cron: 'often', timezone: 'Mars', input: {} })).rejects.toMatchObject({
      fields: [{ path: 'timezone' }, { path: 'cron' }, { path: 'input.words' }],
    });
    const { id, nextTicks } = await create({ name: 'mine', cron: '0 7 * * *' });
    expect(nextTicks).toHaveLength(5);
    await expect(create({ name: 'mine' })).rejects.toMatchObject({ code: 'schedule.name_taken' });
    const other = { ...app.scope, userId: (apps[1] as KernelApp).scope.userId, any: false };
    await expect(schedules.get(other, id)).rejects.toThrow(AppError);
    await expect(schedules.change(other, id, { enabled: false })).rejects.toThrow(AppError);
    await expect(schedules.delete(other, id)).rejects.toThrow(AppError);
    expect((await schedules.list(other, { limit: 10 })).items).toEqual([]);
    await schedules.delete(app.scope, id);
    await expect(schedules.get(app.scope, id)).rejects.toMatchObject({ code: 'schedule.not_found' });
  });
});
