import type { IncomingHttpHeaders } from 'node:http';
import type { Principal } from '#libs/auth';

/** The part of Fastify's request that this app uses. */
export interface HttpRequest {
  id: string;
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  /** The address that the request came from. */
  ip: string;
  /** No route matched. */
  is404: boolean;
  routeOptions: { url?: string };
  /** A JSON body as it came; undefined where there is none. */
  rawBody?: string;
  /** Set by the access guard, so on every route but the public ones. */
  user?: Principal;
}

/** The part of Fastify's reply that this app uses. */
export interface HttpReply {
  statusCode: number;
  sent: boolean;
  /** Milliseconds since the request came in. */
  elapsedTime: number;
  raw: { headersSent: boolean; destroy(): void };
  status(code: number): HttpReply;
  header(name: string, value: string | number): HttpReply;
  getHeader(name: string): string | number | string[] | undefined;
  send(body?: unknown): HttpReply;
}
