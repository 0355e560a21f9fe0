import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { acrossTenants, Database } from '#libs/database';
import type { StreamCaller } from '../stream-caller.js';
import { ISSUE_TICKET, REDEEM_TICKET } from './persistence/stream-tickets.sql.js';

const LIFETIME_SECONDS = 30;
const FORM = /^[\w-]{43}$/;

export interface IssuedTicket {
  ticket: string;
  expiresAt: string;
}

/** Lets whoever can't send headers, as a browser's WebSocket, follow one job: proof that it was allowed a moment ago. */
@Injectable()
export class StreamTickets {
  constructor(private readonly database: Database) {}

  /** @param jobId a job that the caller may see; who calls this has checked it */
  async issue(caller: StreamCaller, jobId: string): Promise<IssuedTicket> {
    const ticket = randomBytes(32).toString('base64url');
    const params = [hashOf(ticket), caller.tenantId, jobId, JSON.stringify(caller), LIFETIME_SECONDS];
    const [row] = await this.database.query<{ expires_at: Date }>(ISSUE_TICKET, params);
    return { ticket, expiresAt: (row as { expires_at: Date }).expires_at.toISOString() };
  }

  /** Whose it is; null for one that is unknown, used, too old, or another job's. It is used up by this. */
  async redeem(ticket: string, jobId: string): Promise<StreamCaller | null> {
    if (!FORM.test(ticket)) return null;
    // Whose it is, is known before the tenant is.
    const [row] = await acrossTenants(() =>
      this.database.query<{ caller: StreamCaller; good: boolean }>(REDEEM_TICKET, [hashOf(ticket), jobId]),
    );
    return row?.good ? row.caller : null;
  }
}

const hashOf = (ticket: string): Buffer => createHash('sha256').update(ticket).digest();
