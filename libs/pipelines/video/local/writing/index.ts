export { gatherFacts } from './facts.js';
export { speakable } from './speakable.js';
export { detectLanguage } from './language.js';
export { isInstructions } from './steps.js';
export { shorterPhrases } from './headline.js';
export { planFilm } from './plan-film.js';
export type { FilmRequest } from './plan-film.js';
export { answerPlan, fastPlanTask } from './tasks.js';
