import { Controller, Get, Header, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type AccessScope, RequirePermission } from '#libs/auth';
import { CostReports } from '#libs/costs';
import { JobQueries } from '#libs/orchestration';
import type { HttpReply } from '../http/http.types.js';
import { IdPipe } from '../http/validation.js';
import { ApiId } from '../openapi/api-id.decorator.js';
import { Problems } from '../openapi/problems.decorator.js';
import { CallerScope } from '../security/caller.decorator.js';
import {
  type CostQueryDto,
  CostQuerySchema,
  type CostReportDto,
  CostReportSchema,
  type JobCostsDto,
  JobCostsSchema,
  toCostReportDto,
  toCsv,
  toJobCostsDto,
} from './cost.dto.js';

const DAY_MS = 86_400_000;

@ApiTags('Costs')
@Controller({ version: '1' })
export class CostsController {
  constructor(
    private readonly reports: CostReports,
    private readonly jobs: JobQueries,
  ) {}

  @Get('jobs/:id/costs')
  @RequirePermission('jobs:read')
  @ApiOperation({ summary: 'See what a job has cost, purchase by purchase, beside its estimate' })
  @ApiId('job')
  @ApiOkResponse({ description: 'Its costs, from the ledger', standardSchema: JobCostsSchema })
  @Problems('job.not_found')
  async jobCosts(@Param('id', IdPipe) id: string, @CallerScope() scope: AccessScope): Promise<JobCostsDto> {
    const job = await this.jobs.get(scope, id);
    return toJobCostsDto(job, await this.reports.ofJob(scope, id));
  }

  @Get('costs')
  @RequirePermission('jobs:read')
  @ApiOperation({
    summary: 'Report what was spent, by day, user, provider, operation, pipeline or job',
    description: 'From the ledger. Whoever may only see their own jobs sees what these cost.',
  })
  @ApiOkResponse({ description: 'One page of lines', standardSchema: CostReportSchema })
  @Problems('input.invalid')
  async costs(
    @Query({ schema: CostQuerySchema }) query: CostQueryDto,
    @CallerScope() scope: AccessScope,
  ): Promise<CostReportDto> {
    const { from, to, provider = null, userId = null, ...rest } = query;
    const until = new Date(Date.parse(to) + DAY_MS);
    const page = await this.reports.spent(scope, { ...rest, from: new Date(from), until, provider, userId });
    return toCostReportDto(query, page);
  }

  @Get('costs.csv')
  @RequirePermission('jobs:read')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="costs.csv"')
  @ApiOperation({ summary: 'The same report as comma-separated values' })
  @ApiOkResponse({
    description: 'A header line and one page of lines; `x-next-cursor` leads to the next',
    headers: { 'x-next-cursor': { description: 'Missing on the last page', schema: { type: 'string' } } },
    content: { 'text/csv': { schema: { type: 'string' } } },
  })
  @Problems('input.invalid')
  async costsAsCsv(
    @Query({ schema: CostQuerySchema }) query: CostQueryDto,
    @CallerScope() scope: AccessScope,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<string> {
    const report = await this.costs(query, scope);
    if (report.nextCursor !== null) reply.header('x-next-cursor', report.nextCursor);
    return toCsv(report);
  }
}
