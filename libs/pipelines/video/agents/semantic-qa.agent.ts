import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { runInThread } from '#libs/media/threads';
import {
  SamplesSchema,
  SanitizedBriefSchema,
  ScriptSchema,
  SemanticReportSchema,
  TimelineSchema,
  VisualPlanSchema,
} from '../domain/index.js';
import { semanticReport, type Judgement } from '../domain/scoring.js';
import type { PictureJudgements, Watched } from '../local/quality/judge-pictures.js';
import { judgeNarrative } from '../local/quality/narrative.js';

const Input = z.object({
  /** What the technical gate has seen of the film. */
  samples: SamplesSchema.nullable(),
  /** And what it has heard: LUFS every 100 ms. */
  loudness: z.array(z.number()),
  brief: SanitizedBriefSchema,
  script: ScriptSchema,
  visuals: VisualPlanSchema,
  timeline: TimelineSchema,
});
type Input = z.output<typeof Input>;

const JUDGE = new URL('../local/quality/judge.worker.js', import.meta.url);

/** Measures what can be measured of how well the film serves the brief, and says what it could not judge. */
@Injectable()
export class SemanticQa extends Agent<typeof Input, typeof SemanticReportSchema> {
  override readonly name = 'SemanticQa';
  override readonly version = 3;
  override readonly input = Input;
  override readonly output = SemanticReportSchema;
  override readonly timeoutMs = 120_000;

  override async run(input: Input, context: AgentContext): Promise<z.input<typeof SemanticReportSchema>> {
    const seen = await this.watch(input, context);
    return semanticReport(
      {
        style_coherence: seen?.style ?? UNREADABLE,
        narrative_adherence: judgeNarrative(input),
        emotional_sync: seen?.emotion ?? UNREADABLE,
        visual_quality: seen?.visual ?? UNREADABLE,
      },
      notJudged(input),
    );
  }

  private async watch(
    { samples, loudness, timeline, visuals, script: { mood } }: Input,
    { blobs, signal, progress }: AgentContext,
  ): Promise<PictureJudgements | null> {
    if (samples === null) return null;
    const path = await blobs.localPath(samples.frames);
    progress(0.1);
    const film = { samples: { ...samples, path }, loudness, timeline, visuals, mood };
    return runInThread<Watched, PictureJudgements | null>(JUDGE, film, signal);
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
