import { isNativeError } from 'node:util/types';

/** The server is shutting down, has crashed, is starting up, or has no connection left. Class 08: the connection broke. */
const SQL_STATES = /^(08...|57P0[1-5]|53300)$/;

const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** pg says these in words alone. */
const WORDS =
  /^(Query read timeout|Connection terminated|timeout exceeded when trying to connect|timeout expired|Client (was closed|has encountered a connection error))/;

/**
 * Whether the database could not be reached, or was lost while it worked: trying again later may help. Of a statement that
 * was under way nobody knows whether it has been committed.
 */
export function isConnectionError(error: unknown): boolean {
  if (!isNativeError(error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (SQL_STATES.test(code) || SOCKET_CODES.has(code))) return true;
  return WORDS.test(error.message) || isConnectionError(error.cause);
}
