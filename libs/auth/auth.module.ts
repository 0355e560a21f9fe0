import { Module } from '@nestjs/common';
import { AccessWatch } from './access-watch.js';
import { AuditModule } from './audit/audit.module.js';
import { UsersModule } from './persistence/users.module.js';
import { SignInModule } from './sign-in/sign-in.module.js';
import { StreamTickets } from './stream-tickets/stream-tickets.js';

/** Needs `DatabaseModule.forRoot()` and `SecretsModule` beside it. */
@Module({
  imports: [UsersModule, AuditModule, SignInModule],
  providers: [AccessWatch, StreamTickets],
  exports: [AccessWatch, StreamTickets, UsersModule, AuditModule, SignInModule],
})
export class AuthModule {}
