/** Frames of a film that are kept while it is decoded, light enough to load in a worker thread. */
export { SampleFile } from './sample-file.js';
export type { RgbFrame } from './sample-file.js';
export { keepSamples, samplesFile, sampleTimes, samplingFilter } from './sampling.js';
export type { Sampling } from './sampling.js';
