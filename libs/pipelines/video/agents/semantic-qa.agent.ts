import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { framesOf, loudnessCurve, MediaError, probe, type RgbFrame } from '#libs/media';
import {
  BlobRefSchema,
  type Samples,
  SamplesSchema,
  SanitizedBriefSchema,
  ScriptSchema,
  SemanticReportSchema,
  TimelineSchema,
  VisualPlanSchema,
} from '../domain/index.js';
import { semanticReport, type Judgement } from '../domain/scoring.js';
import { judgeEmotion } from '../local/quality/emotion.js';
import { judgeNarrative } from '../local/quality/narrative.js';
import { scenesSeen } from '../local/quality/scenes-seen.js';
import { judgeStyle } from '../local/quality/style.js';
import { judgeVisuals } from '../local/quality/visual.js';

const Input = z.object({
  video: BlobRefSchema,
  /** What the technical gate has seen of the film. */
  samples: SamplesSchema.nullable(),
  brief: SanitizedBriefSchema,
  script: ScriptSchema,
  visuals: VisualPlanSchema,
  timeline: TimelineSchema,
});
type Input = z.output<typeof Input>;

/** Measures what can be measured of how well the film serves the brief, and says what it could not judge. */
@Injectable()
export class SemanticQa extends Agent<typeof Input, typeof SemanticReportSchema> {
  override readonly name = 'SemanticQa';
  override readonly version = 2;
  override readonly input = Input;
  override readonly output = SemanticReportSchema;
  override readonly timeoutMs = 120_000;

  override async run(input: Input, context: AgentContext): Promise<z.input<typeof SemanticReportSchema>> {
    const [frames, loudness] = await Promise.all([
      framesSeen(input.samples, context),
      this.listen(input, context),
    ]);
    context.progress(0.7);
    const scenes = scenesSeen(frames, input.timeline);
    const { mood } = input.script;
    const blind = scenes.length === 0 ? UNREADABLE : undefined;
    return semanticReport(
      {
        style_coherence: blind ?? judgeStyle(scenes, input.visuals),
        narrative_adherence: judgeNarrative(input),
        emotional_sync: blind ?? judgeEmotion(scenes, loudness, mood, input.timeline.durationSec),
        visual_quality: blind ?? judgeVisuals(scenes),
      },
      notJudged(input),
    );
  }

  /** Nothing where the file can't be read: the technical gate has said so already. */
  private async listen({ video }: Input, { blobs, signal, logger }: AgentContext): Promise<number[]> {
    const path = await blobs.localPath(video);
    try {
      const { audio } = await probe(path, { signal });
      return audio === null ? [] : await loudnessCurve(path, { signal });
    } catch (error) {
      if (!(error instanceof MediaError) || error.exitCode === undefined) throw error;
      logger.warn({ err: error }, 'the film can not be read');
      return [];
    }
  }
}

const framesSeen = async (samples: Samples | null, { blobs }: AgentContext): Promise<RgbFrame[]> =>
  samples === null ? [] : framesOf(await blobs.readBytes(samples.frames), samples);

const UNREADABLE: Judgement = {
  score: 0,
  evidence: [
    {
      check: 'readable',
      passed: false,
      measured: 'no picture',
      threshold: 'a film that can be decoded',
      atSec: 0,
    },
  ],
};

function notJudged({ script, timeline }: Input): string[] {
  return [
    'Whether the pictures show what the words say: no vision model looked at them. Their keywords were held against the words.',
    'Whether the burned-in captions are spelt right: they were not read back. Their contrast was measured.',
    timeline.voiced
      ? 'Whether the voice says the script: no speech recogniser listened. The captions were held against the script.'
      : `How the narration sounds: no voice speaks ${script.language} here, so the film has captions and music alone.`,
    'Whether the film moves, amuses or suits a brand: rhythm, loudness and movement were held against what its mood leads one to expect.',
    ...(script.language === 'en'
      ? []
      : [`Whether pictures fit the words in ${script.language}: the pictures' keywords are English.`]),
  ];
}
