import { Module } from '@nestjs/common';
import { AccessTokens } from './application/access-tokens.js';
import { SignIn } from './application/sign-in.js';
import { AuditModule } from './audit/audit.module.js';
import { AuthConfig } from './auth.config.js';
import { UsersModule } from './persistence/users.module.js';

/** Needs `DatabaseModule.forRoot()` beside it. */
@Module({
  imports: [UsersModule, AuditModule],
  providers: [{ provide: AuthConfig, useFactory: () => AuthConfig.fromEnv() }, AccessTokens, SignIn],
  exports: [AccessTokens, SignIn, UsersModule, AuditModule],
})
export class AuthModule {}
