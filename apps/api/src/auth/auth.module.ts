import { Module } from '@nestjs/common';
import { AccountController } from './account.controller.js';
import { AuthController } from './auth.controller.js';
import { AuthenticationModule } from './authentication.module.js';
import { BrowserSignInController } from './browser-sign-in.controller.js';
import { IdentityProvidersController } from './identity-providers.controller.js';
import { JwksController } from './jwks.controller.js';
import { SessionAnswers } from './session-answers.js';
import { SessionsController } from './sessions.controller.js';

@Module({
  imports: [AuthenticationModule],
  providers: [SessionAnswers],
  controllers: [
    AuthController,
    BrowserSignInController,
    SessionsController,
    AccountController,
    JwksController,
    IdentityProvidersController,
  ],
})
export class AuthApiModule {}
