import { Controller, Get, Module } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '#libs/auth';
import { PRESETS } from '#libs/pipelines/video';
import { type PresetListDto, PresetListSchema, toPresetListDto } from './preset.dto.js';

@ApiTags('Presets')
@Controller({ path: 'presets', version: '1' })
export class PresetsController {
  @Get()
  @RequirePermission('jobs:read')
  @ApiOperation({ summary: 'List the presets: how long, how good and how dear a film may be' })
  @ApiOkResponse({ description: 'The presets', standardSchema: PresetListSchema })
  listPresets(): PresetListDto {
    return toPresetListDto(PRESETS);
  }
}

@Module({ controllers: [PresetsController] })
export class PresetsApiModule {}
