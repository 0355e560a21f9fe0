import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { StageExecutor } from '#libs/orchestration';
import { AgentRegistry } from './agent-registry.js';
import { AgentRunner } from './agent-runner.js';

/** Runs agents as the stages of jobs. Needs the providers and the storage. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [AgentRegistry, { provide: StageExecutor, useClass: AgentRunner }],
  exports: [StageExecutor],
})
export class AgentsModule {}
