import { z } from 'zod';
import { type AddedApiKey, API_KEY_LIST, type ApiKeyRow } from '#libs/auth';
import { sortsOf } from '#libs/filters';
import { listParameters } from '../http/list-query.js';
import { anyJob, ID, iso, objectError, pageOf, permissions, text, TIME, time } from './fields.js';

const example = {
  id: ID,
  name: 'Nightly batch',
  prefix: '4fQ0mT2zKd',
  userId: ID,
  permissions: ['jobs:create', 'jobs:read'],
  anyJob: false,
  replaces: null,
  createdBy: ID,
  createdAt: TIME,
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: null,
  usable: true,
};

const apiKey = {
  id: z.uuid(),
  name: z.string(),
  prefix: z.string().describe('The second part of the key: tells which one it is, and is no secret.'),
  userId: z.uuid().describe('Whose it is: what it does, it does as this user.'),
  permissions: z
    .array(z.string())
    .describe('What it may, as far as its owner may at the moment of the call.'),
  anyJob,
  replaces: z.uuid().nullable().describe('The key in whose place it was made.'),
  createdBy: z.uuid(),
  createdAt: time,
  expiresAt: time.nullable(),
  revokedAt: time.nullable(),
  lastUsedAt: time.nullable().describe('To the minute.'),
  usable: z.boolean().describe('Neither revoked nor expired.'),
};

export const ApiKeySchema = z.object(apiKey).meta({ id: 'ApiKey', examples: [example] });
export type ApiKeyDto = z.output<typeof ApiKeySchema>;

export const AddedApiKeySchema = z
  .object({
    ...apiKey,
    key: z.string().describe('Shown this once. Send it as `Authorization: Bearer aiprod_…`.'),
  })
  .meta({ id: 'AddedApiKey', examples: [{ ...example, key: 'aiprod_4fQ0mT2zKd_…' }] });
export type AddedApiKeyDto = z.output<typeof AddedApiKeySchema>;

export const ApiKeyPageSchema = pageOf(ApiKeySchema).meta({
  id: 'ApiKeyPage',
  examples: [{ items: [example], nextCursor: null }],
});
export type ApiKeyPageDto = z.output<typeof ApiKeyPageSchema>;

export const ListApiKeysSchema = z.strictObject(
  listParameters({
    filters: API_KEY_LIST.filters,
    sorts: sortsOf(API_KEY_LIST),
    example: 'usable = true AND lastUsedAt < 2026-11-01',
  }),
);
export type ListApiKeys = z.output<typeof ListApiKeysSchema>;

const timeError = 'must be a time to come, like 2027-01-31T00:00:00Z';
const expiresAt = z.iso
  .datetime({ offset: true, error: timeError })
  .transform((at) => new Date(at))
  .refine((at) => at.getTime() > Date.now(), { error: timeError })
  .nullable();

export const AddApiKeySchema = z
  .strictObject(
    {
      name: text(200),
      userId: z
        .uuid({ error: 'must be the id of a user' })
        .optional()
        .describe('Whose it is; left out: yours. Another user’s needs `users:manage`.'),
      permissions: permissions
        .optional()
        .describe(
          'At most what its owner may. Left out: what the role `SERVICE` may, as far as the owner may.',
        ),
      anyJob: anyJob.default(false),
      expiresAt: expiresAt.default(null).describe('null: never.'),
    },
    { error: objectError },
  )
  .meta({
    id: 'AddApiKey',
    examples: [{ name: 'Nightly batch', permissions: ['jobs:create', 'jobs:read'] }],
  });
export type AddApiKey = z.output<typeof AddApiKeySchema>;

const overlapError = 'must be a whole number of seconds from 0 to 2592000 (30 days)';

export const RotateApiKeySchema = z
  .strictObject(
    {
      overlapSeconds: z
        .number({ error: overlapError })
        .int({ error: overlapError })
        .min(0, { error: overlapError })
        .max(2_592_000, { error: overlapError })
        .default(86_400)
        .describe('How long the old key still opens.'),
      expiresAt: expiresAt
        .optional()
        .describe('When the new one ends; left out: as the old one; null: never.'),
    },
    { error: objectError },
  )
  .meta({ id: 'RotateApiKey', examples: [{ overlapSeconds: 3600 }] });
export type RotateApiKey = z.output<typeof RotateApiKeySchema>;

export const toApiKeyDto = (row: ApiKeyRow): ApiKeyDto => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  userId: row.userId,
  permissions: row.permissions,
  anyJob: row.anyJob,
  replaces: row.replaces,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
  expiresAt: iso(row.expiresAt),
  revokedAt: iso(row.revokedAt),
  lastUsedAt: iso(row.lastUsedAt),
  usable: row.usable,
});

export const toAddedApiKeyDto = ({ key, secret }: AddedApiKey): AddedApiKeyDto => ({
  ...toApiKeyDto(key),
  key: secret,
});
