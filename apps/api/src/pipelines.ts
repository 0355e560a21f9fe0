import type { PipelineDefinition } from '#libs/orchestration';
import { previewPipeline, videoPipeline } from '#libs/pipelines/video';

/** What this API takes jobs for. */
export const PIPELINES: PipelineDefinition[] = [videoPipeline, previewPipeline];
