import { Module } from '@nestjs/common';
import { AdministrationModule } from '#libs/auth';
import { ApiKeysController } from './api-keys.controller.js';
import { RolesController } from './roles.controller.js';
import { TenantsController } from './tenants.controller.js';
import { UsersController } from './users.controller.js';

@Module({
  imports: [AdministrationModule],
  controllers: [UsersController, RolesController, TenantsController, ApiKeysController],
})
export class AccessApiModule {}
