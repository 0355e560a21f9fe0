export { testContext } from './agent-context.js';
export type { TestContext } from './agent-context.js';
export { startKernel } from './kernel-app.js';
export type { KernelApp, StageWork } from './kernel-app.js';
