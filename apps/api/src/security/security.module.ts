import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AdministrationModule } from '#libs/auth';
import { AuthenticationModule } from '../auth/authentication.module.js';
import { AccessGuard } from './access.guard.js';
import { RouteAccessCheck } from './route-access.check.js';

@Module({
  imports: [DiscoveryModule, AuthenticationModule, AdministrationModule],
  providers: [RouteAccessCheck, { provide: APP_GUARD, useClass: AccessGuard }],
})
export class SecurityModule {}
