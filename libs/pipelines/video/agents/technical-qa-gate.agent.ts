import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { inspectFilm, keyFrameTimes, MediaError, probe, type Sampling } from '#libs/media';
import {
  BlobRefSchema,
  FormatSchema,
  SamplesSchema,
  TechnicalReportSchema,
  type Timeline,
  TimelineSchema,
} from '../domain/index.js';
import { technicalReport, unreadableReport } from '../domain/scoring.js';
import { DEFECT_LIMITS, technicalChecks } from '../local/quality/technical.js';

const Input = z.object({
  video: BlobRefSchema,
  timeline: TimelineSchema,
  format: FormatSchema,
  /** What was ordered, in seconds. */
  durationSec: z.number().positive(),
});

const Output = TechnicalReportSchema.extend({
  /** What whoever judges the film looks at, so that it is decoded once; null where nothing can be seen. */
  samples: SamplesSchema.nullable(),
  /** Momentary loudness (LUFS over 400 ms) every 100 ms; empty where nothing can be heard. */
  loudness: z.array(z.number()),
});

/** Samples have about this many pixels: enough for edges and captions, few enough to be quick. */
const SAMPLE_PIXELS = 57_600;
const SAMPLES_PER_SEC = 4;
const MOST_SAMPLES = 240;

/** Measures the finished file: is it whole, and is it what was ordered? */
@Injectable()
export class TechnicalQaGate extends Agent<typeof Input, typeof Output> {
  override readonly name = 'TechnicalQaGate';
  override readonly version = 3;
  override readonly input = Input;
  override readonly output = Output;
  override readonly timeoutMs = 120_000;

  override async run(input: z.output<typeof Input>, context: AgentContext): Promise<z.input<typeof Output>> {
    const { blobs, signal, logger, progress, workDir } = context;
    const path = await blobs.localPath(input.video);
    const unreadable = (reason: string) => ({ ...unreadableReport(reason), samples: null, loudness: [] });
    try {
      const info = await probe(path, { signal });
      if (info.video === null) return unreadable('no video stream');
      progress(0.1);
      const film = { durationSec: info.durationSec, hasAudio: info.audio !== null };
      const kept = { ...samplingOf(info.video, input.timeline), path: join(workDir, 'samples.rgb') };
      const [inspection, keyFramesSec] = await Promise.all([
        inspectFilm(path, film, DEFECT_LIMITS, { signal, kept }),
        keyFrameTimes(path, { signal }),
      ]);
      if (inspection.frames === 0) return unreadable(inspection.errors[0] ?? 'no frame could be decoded');
      const report = technicalReport(technicalChecks({ info, inspection, keyFramesSec }, input));
      const loudness = inspection.loudnessCurve;
      if (inspection.sampledAtSec.length === 0) return { ...report, samples: null, loudness };
      const frames = await blobs.putFile(kept.path, 'application/octet-stream');
      const { width, height } = kept;
      const samples = { frames, width, height, atSec: inspection.sampledAtSec };
      return { ...report, samples, loudness };
    } catch (error) {
      if (!(error instanceof MediaError) || error.exitCode === undefined) throw error;
      logger.warn({ err: error }, 'the film can not be read');
      return unreadable(error.message.replaceAll(path, 'the file'));
    }
  }
}

function samplingOf(video: { width: number; height: number }, { durationSec }: Timeline): Sampling {
  const shape = Math.sqrt(SAMPLE_PIXELS / Math.max(1, video.width * video.height));
  const even = (length: number) => Math.max(2, 2 * Math.round((length * shape) / 2));
  return {
    everySec: Math.max(1 / SAMPLES_PER_SEC, durationSec / MOST_SAMPLES),
    width: even(video.width),
    height: even(video.height),
  };
}
