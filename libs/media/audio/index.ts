/** Pure signal processing on Float32Arrays, light enough to load in a worker thread. */
export { filter, highPass, highShelf, lowPass, lowShelf, peak } from './biquad.js';
export { amplify, decibels, limit, peakOf } from './level.js';
export { integratedLoudness } from './loudness.js';
export { noiseSource } from './noise.js';
export { resample } from './resample.js';
export { reverberate } from './reverb.js';
export { fadeEdges, struckTone } from './tones.js';
export type { Partial } from './tones.js';
