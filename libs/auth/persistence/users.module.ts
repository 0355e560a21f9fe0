import { Module } from '@nestjs/common';
import { AccessChanges } from '../callers/access-changes.js';
import { Callers } from '../callers/callers.js';
import { Users } from './users.js';

@Module({ providers: [Users, Callers, AccessChanges], exports: [Users, Callers] })
export class UsersModule {}
