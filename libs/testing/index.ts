export { testContext } from './agent-context.js';
export type { TestContext } from './agent-context.js';
