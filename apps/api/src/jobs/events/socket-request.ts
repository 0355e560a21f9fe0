import type { IncomingMessage } from 'node:http';
import { isId } from '#libs/kernel';
import { resumeAfter } from './resume.js';

/** The subprotocol that a client and this API speak. */
export const PROTOCOL = 'aiprod.v1';

const TICKET_PREFIX = 'aiprod.ticket.';
const PATH = /^\/v1\/jobs\/([^/]+)\/events\/ws\/?$/;

export interface SocketRequest {
  jobId: string;
  after: number;
  /** How it shows who it is: a single-use ticket, or the `Authorization` header. Never a cookie: any page could send that. */
  ticket: string | undefined;
  authorization: string | undefined;
}

export const isSocketRequest = ({ url = '', headers }: IncomingMessage): boolean =>
  PATH.test(pathOf(url)) && headers.upgrade?.toLowerCase() === 'websocket';

/** @returns null where the id can't be one; @throws ValidationError for a place to resume from that can't be one */
export function readSocketRequest({ url = '', headers }: IncomingMessage): SocketRequest | null {
  const jobId = PATH.exec(pathOf(url))?.[1]?.toLowerCase();
  if (jobId === undefined || !isId(jobId)) return null;
  const asked = new URLSearchParams(url.split('?', 2)[1]).get('after');
  const lastEventId = headers['last-event-id'];
  const protocols = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return {
    jobId,
    after: resumeAfter([lastEventId].flat()[0] ?? asked ?? undefined, undefined),
    ticket: protocols.find((name) => name.startsWith(TICKET_PREFIX))?.slice(TICKET_PREFIX.length),
    authorization: headers.authorization,
  };
}

const pathOf = (url: string): string => url.split('?', 1)[0] ?? '/';
