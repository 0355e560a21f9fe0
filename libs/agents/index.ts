export { Agent } from './agent.js';
export type { AgentContext, AgentLogger } from './agent.js';
