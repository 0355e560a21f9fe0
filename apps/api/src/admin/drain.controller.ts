import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Principal, RequireOperator } from '#libs/auth';
import { DispatchControl } from '#libs/orchestration';
import { Problems } from '../openapi/problems.decorator.js';
import { Caller } from '../security/caller.decorator.js';
import { type DrainDto, DrainSchema, type SetDrain, SetDrainSchema, toDrainDto } from './drain.dto.js';

@ApiTags('Administration')
@Controller({ path: 'admin/drain', version: '1' })
export class DrainController {
  constructor(private readonly dispatch: DispatchControl) {}

  @Get()
  @RequireOperator('settings:manage')
  @ApiOperation({ summary: 'See whether the system is drained, and what still runs' })
  @ApiOkResponse({ description: 'The state of dispatch', standardSchema: DrainSchema })
  getDrain(): Promise<DrainDto> {
    return this.dispatch.state().then(toDrainDto);
  }

  @Put()
  @RequireOperator('settings:manage')
  @ApiOperation({
    summary: 'Drain the system, or let it work again',
    description:
      'Drained, no process starts anything new: what runs finishes, and new jobs are accepted and wait. It holds for all tenants and survives restarts.',
  })
  @ApiOkResponse({ description: 'The state of dispatch', standardSchema: DrainSchema })
  @Problems('input.invalid')
  setDrain(
    @Body({ schema: SetDrainSchema }) { drained, reason }: SetDrain,
    @Caller() caller: Principal,
  ): Promise<DrainDto> {
    return this.dispatch.set({ drained, reason, actor: caller }).then(toDrainDto);
  }
}
