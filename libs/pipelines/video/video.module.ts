import { Module, type OnModuleInit } from '@nestjs/common';
import { LocalTextProvider } from '#libs/providers';
import { AudioGenerator } from './agents/audio-generator.agent.js';
import { CloudServicesIntegrator } from './agents/cloud-services-integrator.agent.js';
import { CreativeDirector } from './agents/creative-director.agent.js';
import { FastTrackAgent } from './agents/fast-track.agent.js';
import { FinancialOrchestrator } from './agents/financial-orchestrator.agent.js';
import { InputSanitizer } from './agents/input-sanitizer.agent.js';
import { MusicComposer } from './agents/music-composer.agent.js';
import { PostProcessor } from './agents/post-processor.agent.js';
import { PreviewCutter } from './agents/preview-cutter.agent.js';
import { RenderExecutor } from './agents/render-executor.agent.js';
import { SemanticQa } from './agents/semantic-qa.agent.js';
import { SoundEffectsAgent } from './agents/sound-effects.agent.js';
import { SoundMixer } from './agents/sound-mixer.agent.js';
import { Supervisor } from './agents/supervisor.agent.js';
import { TechnicalQaGate } from './agents/technical-qa-gate.agent.js';
import { VisualTranslator } from './agents/visual-translator.agent.js';
import { WRITER_TASKS, warmWriter, writerTask } from './local/writer-tasks.js';

const agents = [
  InputSanitizer,
  CreativeDirector,
  FastTrackAgent,
  VisualTranslator,
  FinancialOrchestrator,
  RenderExecutor,
  AudioGenerator,
  PreviewCutter,
  MusicComposer,
  SoundEffectsAgent,
  SoundMixer,
  PostProcessor,
  TechnicalQaGate,
  SemanticQa,
  Supervisor,
  CloudServicesIntegrator,
];

/** The agents of the video pipeline, and the rules by which the local text provider answers them. */
@Module({ providers: agents })
export class VideoPipelineModule implements OnModuleInit {
  constructor(private readonly local: LocalTextProvider) {}

  onModuleInit(): void {
    for (const task of WRITER_TASKS) this.local.teach(task, writerTask(task));
    warmWriter();
  }
}
