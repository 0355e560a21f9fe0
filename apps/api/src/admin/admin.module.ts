import { Module } from '@nestjs/common';
import { DrainController } from './drain.controller.js';
import { LimitsController } from './limits.controller.js';

@Module({ controllers: [DrainController, LimitsController] })
export class AdminApiModule {}
