import type { JsonObject } from '#libs/kernel';
import type { PipelineDefinition, RouteDecision, StageDefinition } from '#libs/orchestration';
import { estimateFilm } from './domain/estimate.js';
import { admitBrief } from './domain/admission.js';
import type { Brief } from './domain/brief.js';
import { route } from './domain/router.js';
import { formatOf } from './domain/format.js';
import { NO_APPROVALS, PRESETS } from './domain/presets.js';
import { budgetOf } from './domain/pricing.js';
import { videoManifest } from './video-manifest.js';

const sanitize: StageDefinition = {
  name: 'sanitize',
  agent: 'InputSanitizer',
  queue: 'light',
  state: 'INPUT_SANITIZED',
  input: { brief: '$job.input.brief' },
  weight: 1,
};

const budget: StageDefinition = {
  name: 'budget',
  agent: 'FinancialOrchestrator',
  queue: 'light',
  state: 'AGENTS_EXECUTED',
  input: {
    preset: '$job.input.preset',
    durationSec: '$job.input.durationSec',
    aspect: '$job.input.aspect',
    resolution: '$job.input.resolution',
    brief: 'sanitize',
    budgetMicros: '$job.budgetMicros',
  },
  approval: '$job.input.approvals.cost',
  approvalAbove: { planned: 'highMicros', threshold: '$job.input.approvals.costAboveMicros' },
  weight: 1,
};

/** What a track has planned before anything is made: where its script, shots and visuals stand, and who asks for a yes to them. */
interface Planned {
  stages: StageDefinition[];
  gate: string;
  plan: string;
  visuals: string;
}

const full: Planned = {
  stages: [
    {
      name: 'direct',
      agent: 'CreativeDirector',
      queue: 'provider',
      state: 'AGENTS_EXECUTED',
      input: {
        brief: 'sanitize',
        durationSec: '$job.input.durationSec',
        preset: '$job.input.preset',
        providers: 'budget.providers.text',
      },
      weight: 2,
    },
    {
      name: 'translate',
      agent: 'VisualTranslator',
      queue: 'provider',
      state: 'AGENTS_EXECUTED',
      input: { plan: 'direct', brief: 'sanitize', providers: 'budget.providers.text' },
      approval: '$job.input.approvals.plan',
      weight: 2,
    },
  ],
  gate: 'translate',
  plan: 'direct',
  visuals: 'translate',
};

const fast: Planned = {
  stages: [
    {
      name: 'fast_track',
      agent: 'FastTrackAgent',
      queue: 'provider',
      state: 'AGENTS_EXECUTED',
      input: {
        brief: 'sanitize',
        durationSec: '$job.input.durationSec',
        preset: '$job.input.preset',
        providers: 'budget.providers.text',
      },
      approval: '$job.input.approvals.plan',
      weight: 3,
    },
  ],
  gate: 'fast_track',
  plan: 'fast_track.plan',
  visuals: 'fast_track.visuals',
};

/** The stages that both tracks share: sound and pictures are made side by side once the budget allows it. */
function production({ stages, gate, plan, visuals }: Planned): StageDefinition[] {
  return [
    sanitize,
    budget,
    ...stages,
    {
      name: 'narrate',
      agent: 'AudioGenerator',
      queue: 'media',
      state: 'AGENTS_EXECUTED',
      input: {
        script: `${plan}.script`,
        shots: `${plan}.shots`,
        durationSec: '$job.input.durationSec',
        fps: '$job.input.format.fps',
        providers: 'budget.providers.speech',
      },
      after: [gate],
      weight: 4,
    },
    {
      name: 'compose',
      agent: 'MusicComposer',
      queue: 'media',
      state: 'AGENTS_EXECUTED',
      input: {
        mood: `${plan}.script.mood`,
        timeline: 'narrate.timeline',
        providers: 'budget.providers.music',
      },
      weight: 4,
    },
    {
      name: 'effects',
      agent: 'SoundEffectsAgent',
      queue: 'media',
      state: 'AGENTS_EXECUTED',
      input: { timeline: 'narrate.timeline', visuals },
      weight: 1,
    },
    {
      name: 'mix',
      agent: 'SoundMixer',
      // One core for a second or so: among the scenes it would wait until one of them has ended.
      queue: 'light',
      state: 'AGENTS_EXECUTED',
      input: {
        timeline: 'narrate.timeline',
        narration: 'narrate.narration',
        music: 'compose.music',
        effects: 'effects.effects',
      },
      weight: 3,
    },
    {
      name: 'render',
      agent: 'RenderExecutor',
      queue: 'media',
      state: 'AGENTS_EXECUTED',
      forEach: `${visuals}.scenes`,
      input: {
        scene: '$item',
        timeline: 'narrate.timeline',
        format: '$job.input.format',
        providers: 'budget.providers.video',
      },
      weight: 20,
    },
    {
      name: 'post',
      agent: 'PostProcessor',
      queue: 'media',
      state: 'AGENTS_EXECUTED',
      input: {
        clips: 'render',
        timeline: 'narrate.timeline',
        sound: 'mix.sound',
        title: `${plan}.script.title`,
      },
      weight: 2,
    },
    {
      name: 'technical_qa',
      agent: 'TechnicalQaGate',
      queue: 'media',
      state: 'QA_TECH',
      input: {
        video: 'post.video',
        timeline: 'narrate.timeline',
        format: '$job.input.format',
        durationSec: '$job.input.durationSec',
      },
      score: { name: 'technical', field: 'score' },
      weight: 3,
    },
    {
      name: 'semantic_qa',
      agent: 'SemanticQa',
      queue: 'media',
      state: 'QA_SEMANTIC',
      input: {
        samples: 'technical_qa.samples',
        loudness: 'technical_qa.loudness',
        brief: 'sanitize',
        script: `${plan}.script`,
        visuals,
        timeline: 'narrate.timeline',
      },
      score: { name: 'semantic', field: 'score' },
      weight: 3,
    },
    {
      name: 'supervise',
      agent: 'Supervisor',
      queue: 'light',
      state: 'FINAL_APPROVAL',
      input: {
        technical: 'technical_qa',
        semantic: 'semantic_qa',
        preset: '$job.input.preset',
        costMicros: '$job.costMicros',
        budgetMicros: '$job.budgetMicros',
        timeline: 'narrate.timeline',
        plan: 'budget',
      },
      gate: {
        field: 'decision',
        waitFor: ['escalate'],
        rejectOn: ['reject'],
        repair: { on: 'repair', stage: 'render', items: 'scenes' },
      },
      approval: '$job.input.approvals.delivery',
      weight: 1,
    },
    {
      name: 'deliver',
      agent: 'CloudServicesIntegrator',
      queue: 'light',
      state: 'DELIVERED',
      input: {
        job: '$job',
        stages: '$provenance',
        script: `${plan}.script`,
        video: 'post.video',
        thumbnail: 'post.thumbnail',
        captionsSrt: 'post.captionsSrt',
        captionsVtt: 'post.captionsVtt',
        narration: 'narrate.narration',
        music: 'compose.music',
        effects: 'effects.effects',
        technical: 'technical_qa',
        semantic: 'semantic_qa',
        decision: 'supervise',
      },
      weight: 1,
    },
  ];
}

/** The brief as it is stored on the job, with the picture's size and the approvals worked out. */
function admit(input: unknown): JsonObject {
  const brief = admitBrief(input);
  const approvals = brief.approvals === 'none' ? NO_APPROVALS : PRESETS[brief.preset].approvals;
  return { ...brief, approvals: { ...approvals }, format: { ...formatOf(brief.aspect, brief.resolution) } };
}

function routeBrief(brief: Brief): RouteDecision {
  const { track, reason } = route(brief);
  return { track, reason, budgetMicros: budgetOf(brief.preset, brief.durationSec), seed: brief.seed ?? null };
}

/** From a brief to a finished short film. */
export const videoPipeline: PipelineDefinition = {
  name: 'video',
  version: 5,
  tracks: { full: production(full), fast: production(fast) },
  admit: (input) => admit(input),
  route: (input) => routeBrief(input as unknown as Brief),
  estimate: (input, market) => estimateFilm(input as unknown as Brief, market),
  manifest: videoManifest({ full, fast }),
};
