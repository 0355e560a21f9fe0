import { Module } from '@nestjs/common';
import { ApprovalThresholdController } from './approval-threshold.controller.js';
import { DrainController } from './drain.controller.js';
import { LimitsController } from './limits.controller.js';
import { QuotasController } from './quotas.controller.js';

@Module({ controllers: [ApprovalThresholdController, DrainController, LimitsController, QuotasController] })
export class AdminApiModule {}
