import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { AdministrationModule, AuthModule } from '#libs/auth';
import { AccessGuard } from './access.guard.js';
import { JwtStrategy } from './jwt.strategy.js';
import { RouteAccessCheck } from './route-access.check.js';

@Module({
  imports: [DiscoveryModule, PassportModule, AuthModule, AdministrationModule],
  providers: [JwtStrategy, RouteAccessCheck, { provide: APP_GUARD, useClass: AccessGuard }],
})
export class SecurityModule {}
