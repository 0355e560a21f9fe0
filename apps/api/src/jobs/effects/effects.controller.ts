import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type AccessScope, RequirePermission } from '#libs/auth';
import { micros } from '#libs/kernel';
import { Effects } from '#libs/orchestration';
import { IdPipe } from '../../http/validation.js';
import { ApiId } from '../../openapi/api-id.decorator.js';
import { Problems } from '../../openapi/problems.decorator.js';
import { CallerScope } from '../../security/caller.decorator.js';
import {
  type EffectDto,
  type EffectListDto,
  EffectListSchema,
  EffectSchema,
  type ResolveEffect,
  ResolveEffectSchema,
} from './effect.dto.js';
import { toEffectDto } from './effect.mapper.js';

@ApiTags('Jobs')
@Controller({ path: 'jobs/:id/effects', version: '1' })
export class EffectsController {
  constructor(private readonly effects: Effects) {}

  @Get()
  @RequirePermission('jobs:read')
  @ApiOperation({ summary: 'See what a job has bought from providers, the oldest first' })
  @ApiId('job')
  @ApiOkResponse({ description: 'Its side effects', standardSchema: EffectListSchema })
  @Problems('job.not_found')
  async listEffects(
    @Param('id', IdPipe) id: string,
    @CallerScope() scope: AccessScope,
  ): Promise<EffectListDto> {
    return { items: (await this.effects.list(scope, id)).map(toEffectDto) };
  }

  @Post(':effectId/resolution')
  @RequirePermission('spend:approve')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Say what became of a purchase that only a person can find out about',
    description: 'Look it up at the provider by the id of the effect. The job goes on from there.',
  })
  @ApiId('job')
  @ApiId('effect', 'effectId')
  @ApiAcceptedResponse({ description: 'The effect', standardSchema: EffectSchema })
  @Problems('input.invalid', 'job.not_found', 'effect.not_found', 'effect.not_in_question')
  async resolveEffect(
    @Param('id', IdPipe) id: string,
    @Param('effectId', IdPipe) effectId: string,
    @Body({ schema: ResolveEffectSchema }) { costMicros, ...resolution }: ResolveEffect,
    @CallerScope() scope: AccessScope,
  ): Promise<EffectDto> {
    const cost = costMicros === undefined ? {} : { costMicros: micros(costMicros) };
    return toEffectDto(await this.effects.resolve(scope, id, effectId, { ...resolution, ...cost }));
  }
}
