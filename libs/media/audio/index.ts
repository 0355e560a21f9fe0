/** Signal processing on Float32Arrays, and tracks that are made block by block: light enough to load in a worker thread. */
export { filter, FilterChain, highPass, highShelf, lowPass, lowShelf, peak } from './biquad.js';
export { busesOf, silenced } from './buses.js';
export { amplify, decibels, limit, peakOf } from './level.js';
export { integratedLoudness } from './loudness.js';
export { noiseSource } from './noise.js';
export { resample } from './resample.js';
export { Reverb } from './reverb.js';
export { fadeEdges, struckTone } from './tones.js';
export type { Partial } from './tones.js';
export { writeTrack } from './track-file.js';
export type { Stereo, TrackLevel } from './track-file.js';
