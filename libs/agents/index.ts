export { Agent } from './agent.js';
export type { Looks, Made, AgentContext } from './agent.js';
export { AgentsModule } from './agents.module.js';
