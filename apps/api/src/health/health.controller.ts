import { Controller, Get, Header, HttpStatus, Inject, Res, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Public } from '#libs/auth';
import { checkHealth, type Health, type HealthCheck } from '#libs/monitoring';
import type { HttpReply } from '../http/http.types.js';
import { Unlimited } from '../limits/limits.decorators.js';

export const HEALTH_CHECKS = Symbol('health checks');

const LiveSchema = z.object({ status: z.literal('ok') }).meta({ id: 'Live' });

const HealthSchema = z
  .object({
    status: z
      .enum(['ok', 'degraded', 'failing'])
      .describe('`degraded`: something fails that requests can do without.'),
    checks: z.record(
      z.string(),
      z.object({
        status: z.enum(['ok', 'failing']),
        ms: z.number().describe('How long the check took.'),
        reason: z.enum(['timeout', 'error']).optional(),
      }),
    ),
  })
  .meta({ id: 'Health' });

@ApiTags('Operation')
@Controller({ path: 'health', version: VERSION_NEUTRAL })
export class HealthController {
  constructor(@Inject(HEALTH_CHECKS) private readonly checks: HealthCheck[]) {}

  @Get('live')
  @Public()
  @Unlimited()
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Whether the process works at all; if not, restart it' })
  @ApiOkResponse({ description: 'It does', standardSchema: LiveSchema })
  isLive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('startup')
  @Public()
  @Unlimited()
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Whether the process has finished its start' })
  @ApiOkResponse({ description: 'It has', standardSchema: LiveSchema })
  hasStarted(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @Public()
  @Unlimited()
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Whether what it depends on can be reached; if not, send requests elsewhere' })
  @ApiOkResponse({
    description: 'All checks pass, or those without which jobs are still accepted fail',
    standardSchema: HealthSchema,
  })
  @ApiResponse({ status: 503, description: 'A check fails', standardSchema: HealthSchema })
  isReady(@Res({ passthrough: true }) reply: HttpReply): Promise<Health> {
    return checkHealth(this.checks).then((health) => answer(reply, health));
  }
}

function answer(reply: HttpReply, health: Health): Health {
  reply.status(health.status === 'failing' ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK);
  return health;
}
