import type { IncomingHttpHeaders } from 'node:http';
import type { Principal } from '#libs/auth';
import type { IdempotentRequest } from '#libs/idempotency';

export const JSON_TYPE = 'application/json; charset=utf-8';

/** The part of Fastify's request that this app uses. */
export interface HttpRequest {
  id: string;
  /** The client's address, as far as it can be trusted (API_TRUSTED_PROXIES). */
  ip: string;
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  /** No route matched. */
  is404: boolean;
  routeOptions: { url?: string };
  /** A JSON body as it came; undefined where there is none. */
  rawBody?: string;
  /** Set by the access guard, so on every route but the public ones. */
  user?: Principal;
  /** Set on routes that take an `Idempotency-Key`, where the request names one. */
  idempotent?: IdempotentRequest;
}

/** The part of Fastify's reply that this app uses. */
export interface HttpReply {
  statusCode: number;
  sent: boolean;
  request: HttpRequest;
  /** Milliseconds since the request came in. */
  elapsedTime: number;
  raw: { headersSent: boolean; destroy(): void };
  status(code: number): HttpReply;
  header(name: string, value: string | number): HttpReply;
  removeHeader(name: string): HttpReply;
  getHeader(name: string): string | number | string[] | undefined;
  send(body?: unknown): HttpReply;
}
