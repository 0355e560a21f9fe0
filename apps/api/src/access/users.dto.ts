import { z } from 'zod';
import { USER_LIST, type UserRow } from '#libs/auth';
import { sortsOf } from '#libs/filters';
import { listParameters } from '../http/list-query.js';
import { email, ID, iso, objectError, pageOf, text, TIME, time } from './fields.js';

const role = text(40).describe('`ADMIN`, `USER`, `VIEWER`, `SERVICE` or a role of the tenant’s own.');
const example = {
  id: ID,
  email: 'ada@example.org',
  role: 'USER',
  disabledAt: null,
  mfaEnabled: true,
  createdAt: TIME,
};

const fields = {
  id: z.uuid(),
  email: z.string(),
  role: z.string(),
  disabledAt: time.nullable().describe('Since when the user can’t call; null: can.'),
  mfaEnabled: z.boolean().describe('Whether the user signs in with a second factor.'),
  createdAt: time,
};

export const UserSchema = z.object(fields).meta({ id: 'User', examples: [example] });
export type UserDto = z.output<typeof UserSchema>;

export const AddedUserSchema = z
  .object({
    ...fields,
    password: z
      .string()
      .nullable()
      .describe('Shown this once; null for a `SERVICE`, which signs in with API keys alone.'),
  })
  .meta({ id: 'AddedUser', examples: [{ ...example, password: 'vN0c-6Qk2Yh…' }] });
export type AddedUserDto = z.output<typeof AddedUserSchema>;

export const UserPageSchema = pageOf(UserSchema).meta({
  id: 'UserPage',
  examples: [{ items: [example], nextCursor: null }],
});
export type UserPageDto = z.output<typeof UserPageSchema>;

export const ListUsersSchema = z.strictObject({
  ...listParameters({
    filters: USER_LIST.filters,
    sorts: sortsOf(USER_LIST),
    example: 'disabled = false AND email ends "@example.org"',
  }),
  role: role.optional(),
});
export type ListUsers = z.output<typeof ListUsersSchema>;

export const AddUserSchema = z
  .strictObject({ email, role: role.default('USER') }, { error: objectError })
  .meta({ id: 'AddUser', examples: [{ email: 'ada@example.org', role: 'USER' }] });
export type AddUser = z.output<typeof AddUserSchema>;

export const ChangeUserSchema = z
  .strictObject(
    {
      disabled: z
        .boolean({ error: 'must be true or false' })
        .describe('true: every call of the user’s and of their API keys is refused within a second.'),
    },
    { error: objectError },
  )
  .meta({ id: 'ChangeUser', examples: [{ disabled: true }] });
export type ChangeUser = z.output<typeof ChangeUserSchema>;

export const GiveRoleSchema = z
  .strictObject({ role }, { error: objectError })
  .meta({ id: 'GiveRole', examples: [{ role: 'VIEWER' }] });
export type GiveRole = z.output<typeof GiveRoleSchema>;

export const toUserDto = ({ id, email: address, role: name, ...user }: UserRow): UserDto => ({
  id,
  email: address,
  role: name,
  disabledAt: iso(user.disabledAt),
  mfaEnabled: user.mfaEnabled,
  createdAt: user.createdAt.toISOString(),
});
