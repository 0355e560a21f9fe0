export { choose } from './choice.js';
export type { Choice, Quantity, Rejected } from './choice.js';
export type { Alternative, Estimate, EstimateLine } from './estimate.js';
