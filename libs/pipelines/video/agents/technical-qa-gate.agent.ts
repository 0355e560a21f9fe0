import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { inspectFilm, keyFrameTimes, MediaError, probe } from '#libs/media';
import { BlobRefSchema, FormatSchema, TechnicalReportSchema, TimelineSchema } from '../domain/index.js';
import { technicalReport, unreadableReport } from '../domain/scoring.js';
import { DEFECT_LIMITS, technicalChecks } from '../local/quality/technical.js';

const Input = z.object({
  video: BlobRefSchema,
  timeline: TimelineSchema,
  format: FormatSchema,
  /** What was ordered, in seconds. */
  durationSec: z.number().positive(),
});

/** Measures the finished file: is it whole, and is it what was ordered? */
@Injectable()
export class TechnicalQaGate extends Agent<typeof Input, typeof TechnicalReportSchema> {
  override readonly name = 'TechnicalQaGate';
  override readonly version = 1;
  override readonly input = Input;
  override readonly output = TechnicalReportSchema;
  override readonly timeoutMs = 120_000;

  override async run(
    input: z.output<typeof Input>,
    { blobs, signal, logger, progress }: AgentContext,
  ): Promise<z.input<typeof TechnicalReportSchema>> {
    const path = await blobs.localPath(input.video);
    try {
      const info = await probe(path, { signal });
      if (info.video === null) return unreadableReport('no video stream');
      progress(0.1);
      const film = { durationSec: info.durationSec, hasAudio: info.audio !== null };
      const [inspection, keyFramesSec] = await Promise.all([
        inspectFilm(path, film, DEFECT_LIMITS, { signal }),
        keyFrameTimes(path, { signal }),
      ]);
      if (inspection.frames === 0)
        return unreadableReport(inspection.errors[0] ?? 'no frame could be decoded');
      return technicalReport(technicalChecks({ info, inspection, keyFramesSec }, input));
    } catch (error) {
      if (!(error instanceof MediaError) || error.exitCode === undefined) throw error;
      logger.warn({ err: error }, 'the film can not be read');
      return unreadableReport(error.message.replaceAll(path, 'the file'));
    }
  }
}
