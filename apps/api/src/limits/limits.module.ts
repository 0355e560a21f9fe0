import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { LimitsModule } from '#libs/limits';
import { LimitsGuard } from './limits.guard.js';

/** To be imported after the module whose guard finds out who is calling: guards run in that order. */
@Module({ imports: [LimitsModule], providers: [{ provide: APP_GUARD, useClass: LimitsGuard }] })
export class LimitsApiModule {}
