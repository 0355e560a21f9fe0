export * from './audio.js';
export * from './text.js';
export * from './usage.js';
export * from './video.js';
