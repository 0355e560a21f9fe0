import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Agent, type AgentContext } from '#libs/agents';
import { AppError } from '#libs/kernel';
import {
  BlobRefSchema,
  DecisionSchema,
  ScriptSchema,
  SemanticReportSchema,
  TechnicalReportSchema,
} from '../domain/index.js';
import { creditsFor } from '../local/delivery/credits.js';
import {
  elapsedSec,
  JobFactsSchema,
  manifestOf,
  StageFactsSchema,
  totalCost,
  type Deliverable,
} from '../local/delivery/manifest.js';
import { publishJson, publishReport } from '../local/delivery/report.js';

const Input = z.object({
  job: JobFactsSchema,
  stages: z.array(StageFactsSchema),
  script: ScriptSchema,
  video: BlobRefSchema,
  /** What the film is called among the job's artifacts. */
  fileName: z.string().default('video.mp4'),
  thumbnail: BlobRefSchema,
  captionsSrt: BlobRefSchema,
  captionsVtt: BlobRefSchema,
  /** The stems of the sound; null where nobody speaks. */
  narration: BlobRefSchema.nullable(),
  music: BlobRefSchema,
  effects: BlobRefSchema,
  technical: TechnicalReportSchema,
  semantic: SemanticReportSchema,
  decision: DecisionSchema,
});
type Input = z.output<typeof Input>;

const Output = z.object({
  manifest: BlobRefSchema,
  delivered: z.array(z.object({ name: z.string(), sha256: z.string(), size: z.number().int() })),
});

/** Hands the film over: nothing leaves that is not in the object storage, whole, and accounted for in the manifest. */
@Injectable()
export class CloudServicesIntegrator extends Agent<typeof Input, typeof Output> {
  override readonly name = 'CloudServicesIntegrator';
  override readonly version = 1;
  override readonly input = Input;
  override readonly output = Output;
  override readonly timeoutMs = 120_000;

  override async run(input: Input, context: AgentContext): Promise<z.input<typeof Output>> {
    const files = filesOf(input);
    const [licences] = await Promise.all([
      creditsFor({
        language: input.script.language,
        narrated: input.narration !== null,
        providers: new Set(input.stages.flatMap(({ usage }) => usage.map(({ provider }) => provider))),
      }),
      ...files.map((file) => verify(file, context)),
    ]);
    context.progress(0.8);
    const report = await publishReport(input, context);
    const manifest = await publishJson(
      'manifest.json',
      manifestOf(input, [...files, report], licences),
      context,
    );
    const delivered = [...files, report, manifest].map(({ name, sha256, size }) => ({ name, sha256, size }));
    logDelivery(input, delivered, context);
    return {
      manifest: { sha256: manifest.sha256, size: manifest.size, mediaType: manifest.mediaType },
      delivered,
    };
  }
}

function filesOf(input: Input): Deliverable[] {
  const named: Record<string, z.output<typeof BlobRefSchema> | null> = {
    [input.fileName]: input.video,
    'thumbnail.jpg': input.thumbnail,
    'captions.srt': input.captionsSrt,
    'captions.vtt': input.captionsVtt,
    'narration.wav': input.narration,
    'music.wav': input.music,
    'effects.wav': input.effects,
  };
  return Object.entries(named).flatMap(([name, blob]) => (blob ? [{ name, ...blob }] : []));
}

/** Reads a file back from the storage. @throws AppError `delivery.corrupt`, or `storage.not_found` if it is not there */
async function verify({ name, sha256, size }: Deliverable, { blobs, signal }: AgentContext): Promise<void> {
  const hash = createHash('sha256');
  let read = 0;
  await pipeline(
    await blobs.open({ sha256 }),
    async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        hash.update(chunk);
        read += chunk.length;
      }
    },
    { signal },
  );
  if (hash.digest('hex') === sha256 && read === size) return;
  throw new AppError(
    'delivery.corrupt',
    `${name} in the storage is not what was made: ${read} of ${size} bytes, or other ones`,
    {
      details: { name, sha256 },
    },
  );
}

/** One line with all that a log store or a metrics exporter needs to know of a delivery. */
function logDelivery(
  { job, stages, technical, semantic, decision }: Input,
  delivered: readonly { size: number }[],
  { logger }: AgentContext,
): void {
  logger.info(
    {
      event: 'video.delivered',
      pipeline: job.pipeline,
      track: job.track,
      files: delivered.length,
      bytes: delivered.reduce((sum, { size }) => sum + size, 0),
      technicalScore: technical.score,
      semanticScore: semantic.score,
      decision: decision.decision,
      costMicros: totalCost(stages),
      budgetMicros: decision.budgetMicros,
      elapsedSec: elapsedSec(stages),
      stages: stages.length,
      retries: stages.reduce((sum, { attempt }) => sum + attempt - 1, 0),
    },
    'film delivered',
  );
}
