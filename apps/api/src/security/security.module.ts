import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AuthenticationModule } from '../auth/authentication.module.js';
import { AccessGuard } from './access.guard.js';
import { SessionStrategy } from './session.strategy.js';
import { RouteAccessCheck } from './route-access.check.js';

@Module({
  imports: [DiscoveryModule, AuthenticationModule],
  providers: [SessionStrategy, RouteAccessCheck, { provide: APP_GUARD, useClass: AccessGuard }],
})
export class SecurityModule {}
