import { Module } from '@nestjs/common';
import { AccessWatch } from './access-watch.js';
import { AdministrationModule } from './administration/administration.module.js';
import { UserSessions } from './administration/user-sessions.js';
import { AuditModule } from './audit/audit.module.js';
import { UsersModule } from './persistence/users.module.js';
import { SignInModule } from './sign-in/sign-in.module.js';
import { StreamTickets } from './stream-tickets/stream-tickets.js';

/** Needs `DatabaseModule.forRoot()` and `SecretsModule` beside it. */
@Module({
  imports: [UsersModule, AuditModule, AdministrationModule, SignInModule],
  providers: [AccessWatch, StreamTickets, UserSessions],
  exports: [AccessWatch, StreamTickets, UserSessions, UsersModule, AuditModule, SignInModule],
})
export class AuthModule {}
