import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { AUTH_TABLES } from '#libs/auth';
import { COSTS_TABLES } from '#libs/costs';
import { DataTransferModule } from '#libs/data-transfer';
import { ORCHESTRATION_TABLES } from '#libs/orchestration';
import { ArtifactsApiModule } from '../artifacts/artifacts.module.js';
import { ExportsController } from './exports.controller.js';
import { ImportsController } from './imports.controller.js';

@Module({
  imports: [
    DataTransferModule.forRoot([...AUTH_TABLES, ...ORCHESTRATION_TABLES, ...COSTS_TABLES]),
    ArtifactsApiModule,
  ],
  controllers: [ExportsController, ImportsController],
})
export class DataTransferApiModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost<FastifyAdapter>) {}

  /** An archive is passed on as it comes: it is far too large to be held in memory, and its size is checked on the way. */
  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance();
    server.addContentTypeParser('application/x-tar', (_request, payload, done) => done(null, payload));
  }
}
