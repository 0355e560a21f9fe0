import type { Page, ScheduleDetail, ScheduleView } from '#libs/orchestration';
import type { ScheduleDto, SchedulePageDto, ScheduleSummaryDto } from './schedule.dto.js';

export const toScheduleSummaryDto = (schedule: ScheduleView): ScheduleSummaryDto => ({
  id: schedule.id,
  name: schedule.name,
  cron: schedule.cron,
  timezone: schedule.timezone,
  pipeline: schedule.pipeline,
  input: schedule.input,
  priority: schedule.priority,
  enabled: schedule.enabled,
  disabledReason: schedule.disabledReason,
  nextAt: schedule.nextAt,
  createdAt: schedule.createdAt,
  updatedAt: schedule.updatedAt,
});

export const toScheduleDto = (schedule: ScheduleDetail): ScheduleDto => ({
  ...toScheduleSummaryDto(schedule),
  nextTicks: schedule.nextTicks,
  lastRuns: schedule.lastRuns,
});

export const toSchedulePageDto = (page: Page<ScheduleView>): SchedulePageDto => ({
  items: page.items.map(toScheduleSummaryDto),
  nextCursor: page.nextCursor,
});
