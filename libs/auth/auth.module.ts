import { Module } from '@nestjs/common';
import { AccessWatch } from './access-watch.js';
import { AccessTokens } from './application/access-tokens.js';
import { SignIn } from './application/sign-in.js';
import { AuthConfig } from './auth.config.js';
import { UsersModule } from './persistence/users.module.js';
import { StreamTickets } from './stream-tickets/stream-tickets.js';

/** Needs `DatabaseModule.forRoot()` beside it. */
@Module({
  imports: [UsersModule],
  providers: [
    { provide: AuthConfig, useFactory: () => AuthConfig.fromEnv() },
    AccessTokens,
    SignIn,
    AccessWatch,
    StreamTickets,
  ],
  exports: [AccessTokens, SignIn, AccessWatch, StreamTickets, UsersModule],
})
export class AuthModule {}
