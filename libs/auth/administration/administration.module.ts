import { Module } from '@nestjs/common';
import { ApiKeyCallers } from '../api-keys/api-key-callers.js';
import { ApiKeys } from '../api-keys/api-keys.js';
import { KeyUse } from '../api-keys/key-use.js';
import { AuditModule } from '../audit/audit.module.js';
import { UsersModule } from '../persistence/users.module.js';
import { Roles } from './roles.js';
import { Tenants } from './tenants.js';
import { UserAdministration } from './user-administration.js';

const services = [UserAdministration, Roles, Tenants, ApiKeys, ApiKeyCallers];

/** Who may do what, and changing it. Needs the database. */
@Module({ imports: [UsersModule, AuditModule], providers: [KeyUse, ...services], exports: services })
export class AdministrationModule {}
