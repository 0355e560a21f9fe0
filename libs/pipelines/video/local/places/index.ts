export { mentionsIn } from './mentions.js';
export type { Mention } from './mentions.js';
