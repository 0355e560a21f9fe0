export { MotionGraphicsProvider } from './provider.js';
export { contrastRatio, mixColours, readableOn } from './colour.js';
export { MAP_COUNTRIES } from './map/countries.js';
