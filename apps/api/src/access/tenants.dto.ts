import { z } from 'zod';
import { TENANT_LIST, type TenantRow } from '#libs/auth';
import { sortsOf } from '#libs/filters';
import { listParameters } from '../http/list-query.js';
import { email, ID, iso, objectError, pageOf, text, TIME, time } from './fields.js';

const name = text(200);
const example = { id: ID, name: 'Bakery', operator: false, suspendedAt: null, createdAt: TIME, users: 3 };

const tenant = {
  id: z.uuid(),
  name: z.string(),
  operator: z.boolean().describe('Whether this tenant operates the system.'),
  suspendedAt: time.nullable().describe('Since when nobody of it can call; null: they can.'),
  createdAt: time,
  users: z.int(),
};

export const TenantSchema = z.object(tenant).meta({ id: 'Tenant', examples: [example] });
export type TenantDto = z.output<typeof TenantSchema>;

export const AddedTenantSchema = z
  .object({
    ...tenant,
    admin: z
      .object({ email: z.string(), password: z.string() })
      .describe('Its first administrator; the password is shown this once.'),
  })
  .meta({
    id: 'AddedTenant',
    examples: [{ ...example, admin: { email: 'ada@example.org', password: 'vN0c-6Qk2Yh…' } }],
  });
export type AddedTenantDto = z.output<typeof AddedTenantSchema>;

export const TenantPageSchema = pageOf(TenantSchema).meta({
  id: 'TenantPage',
  examples: [{ items: [example], nextCursor: null }],
});
export type TenantPageDto = z.output<typeof TenantPageSchema>;

export const ListTenantsSchema = z.strictObject(
  listParameters({
    filters: TENANT_LIST.filters,
    sorts: sortsOf(TENANT_LIST),
    example: 'suspended = false AND users > 10',
  }),
);
export type ListTenants = z.output<typeof ListTenantsSchema>;

export const AddTenantSchema = z
  .strictObject({ name, adminEmail: email }, { error: objectError })
  .meta({ id: 'AddTenant', examples: [{ name: 'Bakery', adminEmail: 'ada@example.org' }] });
export type AddTenant = z.output<typeof AddTenantSchema>;

export const ChangeTenantSchema = z
  .strictObject(
    {
      name,
      suspended: z
        .boolean({ error: 'must be true or false' })
        .describe('true: every call of the tenant’s users and API keys is refused within a second.'),
    },
    { error: objectError },
  )
  .partial()
  .meta({ id: 'ChangeTenant', examples: [{ suspended: true }] });
export type ChangeTenant = z.output<typeof ChangeTenantSchema>;

export const toTenantDto = (row: TenantRow): TenantDto => ({
  id: row.id,
  name: row.name,
  operator: row.operator,
  suspendedAt: iso(row.suspendedAt),
  createdAt: row.createdAt.toISOString(),
  users: row.users,
});
