import { z } from 'zod';
import { ACTOR_TYPES, AUDIT_LIST, type AuditEvent } from '#libs/auth';
import { sortsOf } from '#libs/filters';
import { listParameters } from '../http/list-query.js';

const text = z.string({ error: 'must be given once' }).min(1).max(200);
const time = z.iso
  .datetime({ offset: true, error: 'must be a time like 2026-11-21T09:30:00Z' })
  .transform((value) => new Date(value));

export const SearchAuditSchema = z.strictObject({
  ...listParameters({
    filters: AUDIT_LIST.filters,
    sorts: sortsOf(AUDIT_LIST),
    example: 'action starts "user." AND actorType != system AND at >= 2026-11-01',
    limit: 50,
  }),
  action: text.optional().describe('`budget.set`, or `budget` for all that begin with it.'),
  actor: text.optional().describe('The id of who did it.'),
  target: text.optional().describe('The id of what it was done to.'),
  from: time.optional().describe('Only entries of this time or later.'),
  to: time.optional().describe('Only entries of before this time.'),
});

const example = {
  seq: 17,
  at: '2026-11-21T09:30:00.000Z',
  actor: { type: 'user' as const, id: '0193a1c0-11d2-7c3b-9a4e-5f6a7b8c9d0e' },
  action: 'budget.set',
  target: { type: 'budget', id: '0193a1c2-6b0f-7a5d-8c2e-1d3f5a7c9e1b' },
  details: { scope: 'tenant', userId: null, period: 'day', limitMicros: 5_000_000 },
  correlationId: null,
  previousHash: '5e0c6f6f0bd0…',
  hash: '9b1f0a3c55d1…',
};

export const AuditEventSchema = z
  .object({
    seq: z.int().describe('Counts from 1, without gaps.'),
    at: z.iso.datetime(),
    actor: z.object({
      type: z.enum(ACTOR_TYPES),
      id: z.string().nullable().describe('Null for the system itself, and for whoever was not signed in.'),
    }),
    action: z.string(),
    target: z.object({ type: z.string(), id: z.string() }).nullable(),
    details: z.record(z.string(), z.unknown()),
    correlationId: z.string().nullable(),
    previousHash: z.string(),
    hash: z.string().describe('SHA-256 over the previous hash and this entry: the log is one chain.'),
  })
  .meta({ id: 'AuditEvent', examples: [example] });

export const AuditPageSchema = z
  .object({
    items: z.array(AuditEventSchema),
    nextCursor: z.string().nullable().describe('Null on the last page.'),
  })
  .meta({ id: 'AuditPage', examples: [{ items: [example], nextCursor: null }] });

export type SearchAudit = z.output<typeof SearchAuditSchema>;
export type AuditEventDto = z.output<typeof AuditEventSchema>;
export type AuditPageDto = z.output<typeof AuditPageSchema>;

export const toAuditEventDto = ({ tenantId: _, at, ...event }: AuditEvent): AuditEventDto => ({
  ...event,
  at: at.toISOString(),
});

export const toAuditPageDto = ({
  items,
  nextCursor,
}: {
  items: AuditEvent[];
  nextCursor: string | null;
}): AuditPageDto => ({ items: items.map(toAuditEventDto), nextCursor });
