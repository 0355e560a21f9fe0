export { VideoPipelineModule } from '../video.module.js';
