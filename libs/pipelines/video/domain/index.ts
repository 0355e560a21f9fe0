export * from './brief.js';
export * from './quality.js';
export * from './script.js';
export * from './timeline.js';
export * from './visuals.js';
