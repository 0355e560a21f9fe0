import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { AppError } from '#libs/kernel';
import { PipelineRegistry } from '#libs/orchestration';
import { Agent } from './agent.js';

/** All agents that modules provide, by name. The process does not start when a pipeline names one that is missing. */
@Injectable()
export class AgentRegistry implements OnModuleInit {
  private readonly agents = new Map<string, Agent>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly pipelines: PipelineRegistry,
  ) {}

  onModuleInit(): void {
    for (const { instance } of this.discovery.getProviders() as { instance: unknown }[]) {
      if (!(instance instanceof Agent)) continue;
      if (this.agents.has(instance.name))
        throw new Error(`two agents are called ${instance.name}; rename one`);
      this.agents.set(instance.name, instance);
    }
    const missing = [...this.pipelines.agentNames()].filter((name) => !this.agents.has(name));
    if (missing.length > 0) {
      throw new Error(
        `pipelines call agents that no module provides: ${missing.join(', ')}; add them to the pipeline's module`,
      );
    }
  }

  /** @throws AppError `agent.unknown` */
  get(name: string): Agent {
    const agent = this.agents.get(name);
    if (agent === undefined) throw new AppError('agent.unknown', `No agent is called ${name}`);
    return agent;
  }
}
