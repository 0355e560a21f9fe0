export { BriefSchema, PRESET_NAMES, PRESETS, presetList } from './domain/index.js';
export type { Brief, Preset, PresetName, Track } from './domain/index.js';
export { previewPipeline } from './preview.pipeline.js';
export { videoPipeline } from './video.pipeline.js';
