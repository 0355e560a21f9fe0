import { ZERO_MICROS } from '#libs/kernel';
import type { PipelineDefinition, StageDefinition } from '#libs/orchestration';
import { admitPreview } from './domain/preview.js';

export const PREVIEW_PIPELINE = 'video-preview';

const stage = (
  name: string,
  agent: string,
  input: StageDefinition['input'],
  more: Partial<StageDefinition> = {},
): StageDefinition => ({
  name,
  agent,
  queue: 'media',
  state: 'AGENTS_EXECUTED',
  input,
  weight: 2,
  ...more,
});

/** The stages of a film that is planned already; they have the film's names, so that the same seed gives the same picture and sound. */
const stages: StageDefinition[] = [
  stage(
    'sanitize',
    'InputSanitizer',
    { brief: '$job.input.brief' },
    { queue: 'light', state: 'INPUT_SANITIZED' },
  ),
  stage(
    'narrate',
    'AudioGenerator',
    {
      script: '$job.input.plan.script',
      shots: '$job.input.plan.shots',
      durationSec: '$job.input.durationSec',
      fps: '$job.input.format.fps',
      providers: '$job.input.providers',
    },
    { after: ['sanitize'] },
  ),
  stage('cut', 'PreviewCutter', {
    plan: '$job.input.plan',
    visuals: '$job.input.visuals',
    timeline: 'narrate.timeline',
    narration: 'narrate.narration',
  }),
  stage('compose', 'MusicComposer', {
    mood: 'cut.script.mood',
    timeline: 'cut.timeline',
    providers: '$job.input.providers',
  }),
  stage('effects', 'SoundEffectsAgent', { timeline: 'cut.timeline', visuals: 'cut.visuals' }),
  stage(
    'mix',
    'SoundMixer',
    {
      timeline: 'cut.timeline',
      narration: 'cut.narration',
      music: 'compose.music',
      effects: 'effects.effects',
    },
    { queue: 'light' },
  ),
  stage(
    'render',
    'RenderExecutor',
    {
      scene: '$item',
      timeline: 'cut.timeline',
      format: '$job.input.format',
      providers: '$job.input.providers',
    },
    { forEach: 'cut.visuals.scenes', weight: 6 },
  ),
  stage('post', 'PostProcessor', {
    clips: 'render',
    timeline: 'cut.timeline',
    sound: 'mix.sound',
    title: 'cut.script.title',
    fileName: '$job.input.fileName',
  }),
  stage(
    'technical_qa',
    'TechnicalQaGate',
    {
      video: 'post.video',
      timeline: 'cut.timeline',
      format: '$job.input.format',
      durationSec: 'cut.timeline.durationSec',
    },
    { state: 'QA_TECH', score: { name: 'technical', field: 'score' } },
  ),
  stage(
    'semantic_qa',
    'SemanticQa',
    {
      samples: 'technical_qa.samples',
      loudness: 'technical_qa.loudness',
      brief: 'sanitize',
      script: 'cut.script',
      visuals: 'cut.visuals',
      timeline: 'cut.timeline',
    },
    { state: 'QA_SEMANTIC', score: { name: 'semantic', field: 'score' } },
  ),
  // Its word is for whoever looks at the preview; nothing waits for it or is refused by it.
  stage(
    'supervise',
    'Supervisor',
    {
      technical: 'technical_qa',
      semantic: 'semantic_qa',
      preset: '$job.input.preset',
      costMicros: '$job.costMicros',
      budgetMicros: '$job.budgetMicros',
      timeline: 'cut.timeline',
      plan: '$job.input.costs',
    },
    { queue: 'light', state: 'FINAL_APPROVAL' },
  ),
  stage(
    'deliver',
    'CloudServicesIntegrator',
    {
      job: '$job',
      stages: '$provenance',
      script: 'cut.script',
      video: 'post.video',
      fileName: '$job.input.fileName',
      thumbnail: 'post.thumbnail',
      captionsSrt: 'post.captionsSrt',
      captionsVtt: 'post.captionsVtt',
      narration: 'cut.narration',
      music: 'compose.music',
      effects: 'effects.effects',
      technical: 'technical_qa',
      semantic: 'semantic_qa',
      decision: 'supervise',
    },
    { queue: 'light', state: 'DELIVERED' },
  ),
];

/** The first seconds of a film whose manifest waits for approval: small, quick, and made on our own machines alone. */
export const previewPipeline: PipelineDefinition = {
  name: PREVIEW_PIPELINE,
  version: 3,
  tracks: { preview: stages },
  admit: admitPreview,
  route: (input) => ({
    track: 'preview',
    reason: 'there is one way to make a preview',
    budgetMicros: ZERO_MICROS,
    seed: input.seed as number,
  }),
};
