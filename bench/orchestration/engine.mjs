import pg from 'pg';

/**
 * @typedef {object} Engine
 * @property {() => Promise<void>} once Starts one run of 8 steps; resolves when the last step is committed.
 * @property {() => Promise<number>} finished Runs of which the database says that all 8 steps are done.
 * @property {() => Promise<unknown>} stop
 *
 * @typedef {(at: { databaseUrl: string, redisUrl: string, inFlight: number }) => Promise<Engine>} EngineFactory
 */

/** Resolvers of runs that are told to be done from somewhere else, by key. */
export class Waiting {
  #resolvers = new Map();

  /** @param {string | number} key @returns {Promise<void>} */
  for(key) {
    return new Promise((resolve) => this.#resolvers.set(key, resolve));
  }

  /** @param {string | number} key */
  done(key) {
    this.#resolvers.get(key)?.();
    this.#resolvers.delete(key);
  }
}

/** A row for each run, as a program keeps it beside a queue. */
export const RUNS =
  'CREATE TABLE IF NOT EXISTS runs (id bigint PRIMARY KEY, step int NOT NULL, output jsonb NOT NULL)';
export const BEGIN = { name: 'begin', text: 'INSERT INTO runs VALUES ($1, 0, $2)' };
export const STEP = { name: 'step', text: 'UPDATE runs SET step = $2, output = $3 WHERE id = $1' };

/** @param {import('pg').Pool} pool */
export async function finishedRuns(pool) {
  const { rows } = await pool.query('SELECT count(*)::int AS n FROM runs WHERE step = 8');
  return rows[0].n;
}

/**
 * Connections that may be cut off: every database is dropped after its measure, whoever is still saying goodbye to it.
 * @param {string} connectionString @param {number} max
 */
export function poolOf(connectionString, max) {
  const ignore = () => undefined;
  const pool = new pg.Pool({ connectionString, max });
  return pool.on('error', ignore).on('connect', (client) => client.on('error', ignore));
}
