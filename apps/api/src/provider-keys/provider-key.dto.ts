import { z } from 'zod';
import { KEY_PROVIDERS, type TenantKeyView } from '#libs/providers';
import { objectError } from '../jobs/job-requests.dto.js';

const providerError = `must be one of ${KEY_PROVIDERS.join(', ')}`;

export const ProviderKeyPathSchema = z.strictObject({
  provider: z.enum(KEY_PROVIDERS, { error: providerError }),
});

export const SetProviderKeySchema = z
  .strictObject(
    {
      key: z
        .string({ error: 'must be text' })
        .describe('As the provider gives it. Stored encrypted, and never shown again.'),
    },
    { error: objectError },
  )
  .meta({ id: 'SetProviderKey', examples: [{ key: 'the-key-that-the-provider-gave-you' }] });

const example = {
  provider: 'gemini' as const,
  hint: 'q7Zk',
  createdBy: '0193a1c0-11d2-7c3b-9a4e-5f6a7b8c9d0e',
  createdAt: '2026-11-21T09:30:00.000Z',
  updatedBy: '0193a1c0-11d2-7c3b-9a4e-5f6a7b8c9d0e',
  updatedAt: '2026-11-21T09:30:00.000Z',
};

export const ProviderKeySchema = z
  .object({
    provider: z.enum(KEY_PROVIDERS).describe('Gemini’s key serves Veo, too.'),
    hint: z.string().describe('The last four characters of the key.'),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    updatedBy: z.string(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'ProviderKey', examples: [example] });

export const ProviderKeyListSchema = z
  .object({ items: z.array(ProviderKeySchema) })
  .meta({ id: 'ProviderKeyList', examples: [{ items: [example] }] });

export type ProviderKeyPath = z.output<typeof ProviderKeyPathSchema>;
export type SetProviderKey = z.output<typeof SetProviderKeySchema>;
export type ProviderKeyDto = z.output<typeof ProviderKeySchema>;
export type ProviderKeyListDto = z.output<typeof ProviderKeyListSchema>;

export const toProviderKeyDto = (key: TenantKeyView): ProviderKeyDto => ({
  provider: key.provider,
  hint: key.hint,
  createdBy: key.createdBy,
  createdAt: key.createdAt.toISOString(),
  updatedBy: key.updatedBy,
  updatedAt: key.updatedAt.toISOString(),
});
