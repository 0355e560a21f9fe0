import { z } from 'zod';
import type { RoleView } from '#libs/auth';
import { anyJob, objectError, permissions } from './fields.js';

const nameError = 'must be 2 to 40 small letters, digits and hyphens, a letter first';
const name = z.string({ error: nameError }).regex(/^[a-z][a-z0-9-]{1,39}$/, { error: nameError });

const descriptionError = 'must be text of at most 500 characters';
const description = z.string({ error: descriptionError }).trim().max(500, { error: descriptionError });

const example = {
  name: 'producer',
  description: 'Approves films and sees everybody’s',
  permissions: ['jobs:create' as const, 'jobs:read' as const, 'spend:approve' as const],
  anyJob: true,
};

export const RoleSchema = z
  .object({
    name: z.string(),
    description: z.string(),
    permissions: z.array(z.string()),
    anyJob,
    builtIn: z.boolean().describe('Built-in roles never change.'),
    users: z.int().describe('How many of the tenant’s users have it.'),
  })
  .meta({ id: 'Role', examples: [{ ...example, builtIn: false, users: 2 }] });
export type RoleDto = z.output<typeof RoleSchema>;

export const RoleListSchema = z
  .object({ items: z.array(RoleSchema) })
  .meta({ id: 'RoleList', examples: [{ items: [{ ...example, builtIn: false, users: 2 }] }] });
export type RoleListDto = z.output<typeof RoleListSchema>;

export const AddRoleSchema = z
  .strictObject(
    { name, description: description.default(''), permissions, anyJob: anyJob.default(false) },
    { error: objectError },
  )
  .meta({ id: 'AddRole', examples: [example] });
export type AddRole = z.output<typeof AddRoleSchema>;

export const ChangeRoleSchema = z
  .strictObject({ description, permissions, anyJob }, { error: objectError })
  .partial()
  .meta({ id: 'ChangeRole', examples: [{ permissions: ['jobs:read'] }] });
export type ChangeRole = z.output<typeof ChangeRoleSchema>;

export const toRoleDto = (role: RoleView): RoleDto => ({
  name: role.name,
  description: role.description,
  permissions: role.permissions,
  anyJob: role.anyJob,
  builtIn: role.builtIn,
  users: role.users,
});
