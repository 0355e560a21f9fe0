import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { loudnessCurve, MediaError, probe, sampleFrames, type RgbFrame } from '#libs/media';
import {
  BlobRefSchema,
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
  brief: SanitizedBriefSchema,
  script: ScriptSchema,
  visuals: VisualPlanSchema,
  timeline: TimelineSchema,
});
type Input = z.output<typeof Input>;

/** Samples have about this many pixels: enough for edges and captions, few enough to be quick. */
const SAMPLE_PIXELS = 57_600;
const SAMPLES_PER_SEC = 4;
const MOST_SAMPLES = 240;

/** Measures what can be measured of how well the film serves the brief, and says what it could not judge. */
@Injectable()
export class SemanticQa extends Agent<typeof Input, typeof SemanticReportSchema> {
  override readonly name = 'SemanticQa';
  override readonly version = 2;
  override readonly input = Input;
  override readonly output = SemanticReportSchema;
  override readonly timeoutMs = 120_000;

  override async run(input: Input, context: AgentContext): Promise<z.input<typeof SemanticReportSchema>> {
    const seen = await this.watch(await context.blobs.localPath(input.video), input, context);
    context.progress(0.7);
    const scenes = scenesSeen(seen.frames, input.timeline);
    const { mood } = input.script;
    const blind = scenes.length === 0 ? UNREADABLE : undefined;
    return semanticReport(
      {
        style_coherence: blind ?? judgeStyle(scenes, input.visuals),
        narrative_adherence: judgeNarrative(input),
        emotional_sync: blind ?? judgeEmotion(scenes, seen.loudness, mood, input.timeline.durationSec),
        visual_quality: blind ?? judgeVisuals(scenes),
      },
      notJudged(input),
    );
  }

  /** Nothing at all where the file can't be read: the technical gate has said so already. */
  private async watch(
    path: string,
    { timeline }: Input,
    { signal, logger }: AgentContext,
  ): Promise<{ frames: RgbFrame[]; loudness: number[] }> {
    try {
      const { video, audio } = await probe(path, { signal });
      if (video === null) return { frames: [], loudness: [] };
      const shape = Math.sqrt(SAMPLE_PIXELS / Math.max(1, video.width * video.height));
      const even = (length: number) => Math.max(2, 2 * Math.round((length * shape) / 2));
      const size = { width: even(video.width), height: even(video.height) };
      const everySec = Math.max(1 / SAMPLES_PER_SEC, timeline.durationSec / MOST_SAMPLES);
      const [frames, loudness] = await Promise.all([
        sampleFrames(path, { everySec, ...size }, { signal }),
        audio ? loudnessCurve(path, { signal }) : [],
      ]);
      return { frames, loudness };
    } catch (error) {
      if (!(error instanceof MediaError) || error.exitCode === undefined) throw error;
      logger.warn({ err: error }, 'the film can not be read');
      return { frames: [], loudness: [] };
    }
  }
}

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
