export { answerVisuals } from './answer-visuals.js';
export { planVisuals } from './plan-visuals.js';
