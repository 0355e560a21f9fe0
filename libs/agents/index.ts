export { Agent } from './agent.js';
export type { Looks, Made, AgentContext, AgentLogger } from './agent.js';
export { AgentRegistry } from './agent-registry.js';
export { AgentsModule } from './agents.module.js';
