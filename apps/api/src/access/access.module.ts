import { Module } from '@nestjs/common';
import { AdministrationModule } from '#libs/auth';
import { AuthenticationModule } from '../auth/authentication.module.js';
import { ApiKeysController } from './api-keys.controller.js';
import { RolesController } from './roles.controller.js';
import { TenantsController } from './tenants.controller.js';
import { UserSessionsController } from './user-sessions.controller.js';
import { UsersController } from './users.controller.js';

@Module({
  imports: [AdministrationModule, AuthenticationModule],
  controllers: [
    UsersController,
    UserSessionsController,
    RolesController,
    TenantsController,
    ApiKeysController,
  ],
})
export class AccessApiModule {}
