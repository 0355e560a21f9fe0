import { Module } from '@nestjs/common';
import { AuthenticationModule } from '../auth/authentication.module.js';
import { ApprovalThresholdController } from './approval-threshold.controller.js';
import { DrainController } from './drain.controller.js';
import { LimitsController } from './limits.controller.js';
import { QuotasController } from './quotas.controller.js';
import { SettingsController } from './settings.controller.js';

@Module({
  imports: [AuthenticationModule],
  controllers: [
    ApprovalThresholdController,
    DrainController,
    LimitsController,
    QuotasController,
    SettingsController,
  ],
})
export class AdminApiModule {}
