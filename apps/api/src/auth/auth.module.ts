import { Module } from '@nestjs/common';
import { AuthModule } from '#libs/auth';
import { AuthController } from './auth.controller.js';

@Module({ imports: [AuthModule], controllers: [AuthController] })
export class AuthApiModule {}
