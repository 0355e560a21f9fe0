import { Body, Controller, Delete, Get, HttpCode, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Principal, RequirePermission } from '#libs/auth';
import { Budgets } from '#libs/costs';
import { Problems } from '../openapi/problems.decorator.js';
import { Caller } from '../security/caller.decorator.js';
import {
  type BudgetKeyDto,
  BudgetKeySchema,
  type BudgetListDto,
  BudgetListSchema,
  type SetBudget,
  SetBudgetSchema,
  toBudgetDto,
} from './budget.dto.js';

@ApiTags('Costs')
@Controller({ path: 'budgets', version: '1' })
export class BudgetsController {
  constructor(private readonly budgets: Budgets) {}

  @Get()
  @RequirePermission('settings:manage')
  @ApiOperation({ summary: 'List the tenant’s budgets, and what is left of them' })
  @ApiOkResponse({ description: 'The budgets', standardSchema: BudgetListSchema })
  async listBudgets(@Caller() { tenantId }: Principal): Promise<BudgetListDto> {
    return { items: (await this.budgets.list(tenantId)).map(toBudgetDto) };
  }

  @Put()
  @RequirePermission('settings:manage')
  @ApiOperation({
    summary: 'Set a budget',
    description:
      'Hard: before each paid call its highest price is reserved, and what no budget has room for is not bought. What is reserved already stays.',
  })
  @ApiOkResponse({ description: 'The budgets', standardSchema: BudgetListSchema })
  @Problems('input.invalid')
  async setBudget(
    @Body({ schema: SetBudgetSchema }) { limitMicros, ...key }: SetBudget,
    @Caller() caller: Principal,
  ): Promise<BudgetListDto> {
    await this.budgets.set(caller.tenantId, key, limitMicros, caller.userId);
    return this.listBudgets(caller);
  }

  @Delete()
  @RequirePermission('settings:manage')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take a budget away: nothing limits this spending any more' })
  @ApiNoContentResponse({ description: 'There is no such budget any more' })
  @Problems('input.invalid', 'budget.not_found')
  removeBudget(
    @Query({ schema: BudgetKeySchema }) key: BudgetKeyDto,
    @Caller() { tenantId, userId }: Principal,
  ): Promise<void> {
    return this.budgets.remove(tenantId, key, userId);
  }
}
