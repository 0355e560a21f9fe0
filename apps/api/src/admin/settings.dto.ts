import { z } from 'zod';
import { IdentityProviderSchema } from '../auth/identity-provider.dto.js';
import { BudgetSchema } from '../costs/budget.dto.js';
import { ProviderKeySchema } from '../provider-keys/provider-key.dto.js';
import { ApprovalThresholdSchema } from './approval-threshold.dto.js';
import { QuotaSchema } from './quotas.dto.js';

export const SettingsSchema = z
  .object({
    quotas: z.array(QuotaSchema).describe('Changed at `/v1/quotas/{resource}`.'),
    budgets: z.array(BudgetSchema).describe('Changed at `/v1/budgets`.'),
    approvalThreshold: ApprovalThresholdSchema.describe('Changed at `/v1/approval-threshold`.'),
    providerKeys: z
      .array(ProviderKeySchema)
      .describe('Without the keys. Changed at `/v1/provider-keys/{provider}`.'),
    identityProviders: z.array(IdentityProviderSchema).describe('Changed at `/v1/identity-providers`.'),
  })
  .meta({ id: 'Settings' });

export type SettingsDto = z.output<typeof SettingsSchema>;
