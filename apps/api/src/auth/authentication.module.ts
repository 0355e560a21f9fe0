import { Module } from '@nestjs/common';
import { AuthModule } from '#libs/auth';
import { Authentication } from './authentication.js';
import { SessionCookies } from './session-cookies.js';

@Module({
  imports: [AuthModule],
  providers: [Authentication, SessionCookies],
  exports: [AuthModule, Authentication, SessionCookies],
})
export class AuthenticationModule {}
