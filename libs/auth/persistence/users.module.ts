import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TenantEntity, UserEntity } from './entities.js';
import { Users } from './users.js';

@Module({
  imports: [TypeOrmModule.forFeature([TenantEntity, UserEntity])],
  providers: [Users],
  exports: [Users],
})
export class UsersModule {}
