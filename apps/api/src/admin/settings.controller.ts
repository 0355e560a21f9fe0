import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IdentityProviders, type Principal, RequirePermission } from '#libs/auth';
import { Budgets } from '#libs/costs';
import { ApprovalThresholds, Quotas } from '#libs/orchestration';
import { TenantKeys } from '#libs/providers';
import { toIdentityProviderDto } from '../auth/identity-provider.dto.js';
import { toBudgetDto } from '../costs/budget.dto.js';
import { toProviderKeyDto } from '../provider-keys/provider-key.dto.js';
import { Caller } from '../security/caller.decorator.js';
import { toApprovalThresholdDto } from './approval-threshold.dto.js';
import { toQuotaListDto } from './quotas.dto.js';
import { type SettingsDto, SettingsSchema } from './settings.dto.js';

/** All that a tenant's administrators can set, side by side; each is changed at a route of its own. */
@ApiTags('Administration')
@Controller({ path: 'settings', version: '1' })
export class SettingsController {
  constructor(
    private readonly quotas: Quotas,
    private readonly budgets: Budgets,
    private readonly thresholds: ApprovalThresholds,
    private readonly providerKeys: TenantKeys,
    private readonly identityProviders: IdentityProviders,
  ) {}

  @Get()
  @RequirePermission('settings:manage')
  @ApiOperation({
    summary: 'See all settings of the tenant',
    description: 'What can be changed, and where. Nothing in it is secret.',
  })
  @ApiOkResponse({ description: 'The settings', standardSchema: SettingsSchema })
  async getSettings(@Caller() { tenantId }: Principal): Promise<SettingsDto> {
    const [quotas, budgets, threshold, keys, providers] = await Promise.all([
      this.quotas.list(tenantId),
      this.budgets.list(tenantId),
      this.thresholds.of(tenantId),
      this.providerKeys.list(tenantId),
      this.identityProviders.list(tenantId),
    ]);
    return {
      quotas: toQuotaListDto(quotas).items,
      budgets: budgets.map(toBudgetDto),
      approvalThreshold: toApprovalThresholdDto(threshold),
      providerKeys: keys.map(toProviderKeyDto),
      identityProviders: providers.map(toIdentityProviderDto),
    };
  }
}
