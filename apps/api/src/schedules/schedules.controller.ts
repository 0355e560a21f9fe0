import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { type AccessScope, type Principal, RequirePermission } from '#libs/auth';
import { SchedulesService } from '#libs/orchestration';
import { Idempotent } from '../http/idempotency/idempotent.decorator.js';
import { LocationOf } from '../http/location.js';
import { IdPipe } from '../http/validation.js';
import { ApiId } from '../openapi/api-id.decorator.js';
import { Problems } from '../openapi/problems.decorator.js';
import { Caller, CallerScope } from '../security/caller.decorator.js';
import {
  type ScheduleDto,
  type SchedulePageDto,
  SchedulePageSchema,
  ScheduleSchema,
} from './schedule.dto.js';
import { toScheduleDto, toSchedulePageDto } from './schedule.mapper.js';
import {
  type ChangeSchedule,
  ChangeScheduleSchema,
  type CreateSchedule,
  CreateScheduleSchema,
  type ListSchedules,
  ListSchedulesSchema,
} from './schedule-requests.dto.js';

@ApiTags('Schedules')
@Controller({ path: 'schedules', version: '1' })
export class SchedulesController {
  constructor(private readonly schedules: SchedulesService) {}

  @Post()
  @RequirePermission('jobs:create')
  @Idempotent()
  @LocationOf((schedule: ScheduleDto) => `/v1/schedules/${schedule.id}`)
  @ApiOperation({
    summary: 'Submit a job again and again',
    description:
      'Each tick submits one job, once, however many processes run. The input is checked now and at each tick.',
  })
  @ApiCreatedResponse({
    description: 'The schedule',
    standardSchema: ScheduleSchema,
    headers: { Location: { description: 'Where to find the schedule', schema: { type: 'string' } } },
  })
  @Problems(
    'input.invalid',
    'schedule.name_taken',
    'http.malformed',
    'http.too_large',
    'http.unsupported_media_type',
  )
  createSchedule(
    @Body({ schema: CreateScheduleSchema }) body: CreateSchedule,
    @Caller() caller: Principal,
  ): Promise<ScheduleDto> {
    return this.schedules
      .create({ ...body, tenantId: caller.tenantId, userId: caller.userId })
      .then(toScheduleDto);
  }

  @Get()
  @RequirePermission('jobs:read')
  @ApiOperation({ summary: 'List schedules, by default the newest first' })
  @ApiOkResponse({ description: 'One page of schedules', standardSchema: SchedulePageSchema })
  @Problems('input.invalid')
  listSchedules(
    @Query({ schema: ListSchedulesSchema }) page: ListSchedules,
    @CallerScope() scope: AccessScope,
  ): Promise<SchedulePageDto> {
    return this.schedules.list(scope, page).then(toSchedulePageDto);
  }

  @Get(':id')
  @RequirePermission('jobs:read')
  @ApiOperation({ summary: 'See a schedule: its next ticks, and what became of the last ones' })
  @ApiId('schedule')
  @ApiOkResponse({ description: 'The schedule', standardSchema: ScheduleSchema })
  @Problems('schedule.not_found')
  getSchedule(@Param('id', IdPipe) id: string, @CallerScope() scope: AccessScope): Promise<ScheduleDto> {
    return this.schedules.get(scope, id).then(toScheduleDto);
  }

  @Patch(':id')
  @RequirePermission('jobs:update')
  @ApiOperation({
    summary: 'Change a schedule, or switch it on or off',
    description: 'Ticks that passed while it was off are not made up for.',
  })
  @ApiId('schedule')
  @ApiOkResponse({ description: 'The schedule', standardSchema: ScheduleSchema })
  @Problems('input.invalid', 'schedule.not_found', 'schedule.name_taken')
  changeSchedule(
    @Param('id', IdPipe) id: string,
    @Body({ schema: ChangeScheduleSchema }) change: ChangeSchedule,
    @CallerScope() scope: AccessScope,
  ): Promise<ScheduleDto> {
    return this.schedules.change(scope, id, change).then(toScheduleDto);
  }

  @Delete(':id')
  @RequirePermission('jobs:update')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a schedule', description: 'The jobs that it has submitted stay.' })
  @ApiId('schedule')
  @ApiNoContentResponse({ description: 'It is gone' })
  @Problems('schedule.not_found')
  deleteSchedule(@Param('id', IdPipe) id: string, @CallerScope() scope: AccessScope): Promise<void> {
    return this.schedules.delete(scope, id);
  }
}
