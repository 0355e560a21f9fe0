export { MotionGraphicsProvider } from './provider.js';
export { contrastRatio, mixColours, readableOn } from './colour.js';
