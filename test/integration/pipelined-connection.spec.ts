import { createDataSource, Database, DatabaseConfig, isConnectionError } from '#libs/database';
import { testEnvironment, type TestEnvironment } from '#libs/testing';

const LOCK_NOT_AVAILABLE = '55P03';

describe('the connection on which nothing waits for what was sent before', () => {
  let environment: TestEnvironment;
  let database: Database;

  beforeAll(async () => {
    environment = await testEnvironment();
    database = new Database(await createDataSource(DatabaseConfig.fromEnv()).initialize());
    await database.query('CREATE TABLE counted (id integer PRIMARY KEY)');
    await database.query('CREATE SEQUENCE turns');
  });
  afterAll(async () => {
    await database?.onApplicationShutdown();
    await database?.dataSource.destroy();
    await environment?.drop();
  });

  const pid = async (): Promise<number> => {
    const [row] = await database.pipelined.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return row!.pid;
  };

  it('runs what is sent at once one after another, on one connection', async () => {
    const rows = await Promise.all(
      Array.from({ length: 50 }, () =>
        database.pipelined.query<{ pid: number; turn: number }>(
          "SELECT pg_backend_pid() AS pid, nextval('turns') AS turn",
        ),
      ),
    );
    expect(new Set(rows.map(([row]) => row!.pid)).size).toBe(1);
    expect(rows.map(([row]) => row!.turn)).toEqual(Array.from({ length: 50 }, (_, turn) => turn + 1));
  });

  it('lets each stand or fall alone', async () => {
    const insert = (id: number) => database.pipelined.query('INSERT INTO counted VALUES ($1)', [id]);
    const settled = await Promise.allSettled([insert(1), insert(1), insert(2)]);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await database.query('SELECT id FROM counted ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('fails what is under way when it is lost, and is opened anew', async () => {
    const before = await pid();
    const underWay = database.pipelined.query('SELECT pg_sleep(30)').catch((error: unknown) => error);
    const behind = database.pipelined.query('SELECT 1').catch((error: unknown) => error);
    await database.query('SELECT pg_terminate_backend($1)', [before]);
    expect([isConnectionError(await underWay), isConnectionError(await behind)]).toEqual([true, true]);
    expect(await pid()).not.toBe(before);
  });

  it('does not wait long for a row that somebody holds', async () => {
    await database.query('INSERT INTO counted VALUES (7)');
    await database.transaction(async (sql) => {
      await sql.query('SELECT FROM counted WHERE id = 7 FOR UPDATE');
      const held = database.pipelined.query('DELETE FROM counted WHERE id = 7');
      await expect(held).rejects.toMatchObject({ code: LOCK_NOT_AVAILABLE });
    });
    expect(await database.pipelined.query('DELETE FROM counted WHERE id = 7 RETURNING id')).toEqual([
      { id: 7 },
    ]);
  });
});
