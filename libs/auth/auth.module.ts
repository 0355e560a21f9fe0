import { Module } from '@nestjs/common';
import { UsersModule } from './persistence/users.module.js';
import { SignInModule } from './sign-in/sign-in.module.js';

/** Needs `DatabaseModule.forRoot()` and `SecretsModule` beside it. */
@Module({
  imports: [UsersModule, SignInModule],
  exports: [UsersModule, SignInModule],
})
export class AuthModule {}
